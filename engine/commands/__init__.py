"""Every write: verb_noun, first parameters `session, actor, board`, first line `require`, one `record` per change."""
