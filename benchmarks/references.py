"""What ours is held against: the least that anybody's would take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import markdown
from flask import Flask
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def r1(folder: Path) -> Flask:
    """R1: Flask and Flask-Login, the member loaded by SQLAlchemy from SQLite; `/sign-in`, then `/`."""
    database = SQLAlchemy(model_class=type("Base", (DeclarativeBase,), {}))

    class Member(UserMixin, database.Model):  # type: ignore[name-defined,misc]  # made at run time
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(String(80))

    app = Flask("r1")
    app.config.update(SECRET_KEY="r1", SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'r1.sqlite'}")
    database.init_app(app)
    manager = LoginManager(app)
    manager.user_loader(lambda member_id: database.session.get(Member, int(member_id)))

    @app.get("/sign-in")
    def sign_in() -> str:
        login_user(database.session.get(Member, 1))
        return "ok"

    @app.get("/")
    @login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def home() -> str:
        return "ok"

    with app.app_context():
        database.create_all()
        database.session.add(Member(id=1, name="Nadia"))
        database.session.commit()
    return app


def r2(texts: Sequence[str]) -> None:
    """R2: Python-Markdown alone, each text once, with the extensions that our format has counterparts of."""
    parser = markdown.Markdown(extensions=["footnotes", "tables", "def_list", "attr_list", "sane_lists"])
    for text in texts:
        parser.reset()
        parser.convert(text)
