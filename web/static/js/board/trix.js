// Trix, loaded when somebody starts to write. It brings styles of its own as <style>, which our policy refuses and
// css/item.css replaces: while the module runs, they are left out of the page.
let loading = null;

/** Resolves when `<trix-editor>` works. */
export function loadTrix() {
  loading ??= withoutStyles(() => import("../../vendor/trix.js"))
    .then(() => customElements.whenDefined("trix-editor"))
    .catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}

async function withoutStyles(load) {
  const { head } = document;
  head.insertBefore = (node, before) =>
    node.matches?.("style[data-tag-name]") ? node : Node.prototype.insertBefore.call(head, node, before);
  try {
    await load();
  } finally {
    delete head.insertBefore;
  }
}

/** A mention is one sign of the text: no caption, no buttons of its own. */
export function withoutCaptions(editor) {
  editor.editorController.compositionController.installAttachmentEditorForAttachment = () => {};
}

/** What the editor holds as the server takes it: a mention is a span with the user's id. Keys that wait to be drawn count. */
export function toHtml(editor) {
  const { inputController } = editor.editorController;
  if (inputController.scheduledRender) inputController.render();
  const { body } = new DOMParser().parseFromString(editor.value, "text/html");
  for (const figure of body.querySelectorAll("figure[data-trix-attachment]")) {
    const { user } = JSON.parse(figure.dataset.trixAttachment);
    const span = document.createElement("span");
    span.dataset.mention = user ?? "";
    span.textContent = figure.textContent;
    figure.replaceWith(span);
  }
  return body.innerHTML;
}

/** HTML that the page shows, as the editor takes it: a mention is an attachment, which cannot be torn apart. */
export function fromHtml(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const span of body.querySelectorAll("span[data-mention]")) {
    const figure = document.createElement("figure");
    figure.dataset.trixAttachment = JSON.stringify(attachmentOf(span.dataset.mention, span.textContent));
    span.replaceWith(figure);
  }
  return body.innerHTML;
}

export function attachmentOf(user, name) {
  const span = document.createElement("span");
  span.className = "mention";
  span.textContent = name;
  return { content: span.outerHTML, contentType: "application/vnd.rouage.mention", user: Number(user) };
}

// Files come to items in a column of their own.
document.addEventListener("trix-file-accept", (event) => event.preventDefault());
