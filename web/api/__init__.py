"""The REST API, `/api/v1`: plain functions under `resources/`, which one wrapper turns into routes and documentation."""
