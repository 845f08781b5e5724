"""The promises: each module is one, see `web/promise.py`."""
