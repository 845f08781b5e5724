"""The fixed tables, made by migration."""
