"""A database session's type, for those who pass one on and speak no SQL."""

from sqlalchemy.orm import Session

__all__ = ["Session"]
