"""Files of lines and columns, CSV and XLSX, in and out: the one door through which spreadsheets come and go."""
