"""`rouage bench`: how long each thing takes on a board of many items, beside what is promised and what the bare driver takes."""
