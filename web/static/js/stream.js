// The server's event stream, open while somebody sees the page: browsers allow few connections.
const AGAIN = 3000;
const HIDDEN = 30000;

/** Listen to the stream at `address()`, for the events that `hear` names; `woken` is called when the page is seen again. */
export function stream(address, hear, woken) {
  let source = null;
  let asleep = null;

  function open() {
    if (source) return;
    source = new EventSource(address());
    for (const [name, told] of Object.entries(hear)) source.addEventListener(name, (event) => told(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      setTimeout(open, AGAIN + 2000 * Math.random());
    });
  }

  function close() {
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(asleep);
    if (document.hidden) asleep = setTimeout(close, HIDDEN);
    else if (!source) {
      open();
      woken();
    }
  });

  open();
}
