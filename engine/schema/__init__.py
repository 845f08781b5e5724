"""A board is a document; pure functions compile it into a table, a validator, a form and an API page."""
