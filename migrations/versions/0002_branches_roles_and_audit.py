"""Branches, who is in them, what each may do there, and the audit, which nobody can change afterwards"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "branch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("members_see_people", sa.Boolean(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('international', 'section', 'region', 'branch')", name=op.f("ck_branch_kind")
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_branch_name_length")),
        sa.CheckConstraint("length(slug) BETWEEN 1 AND 40", name=op.f("ck_branch_slug_length")),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_branch_not_its_own_parent")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["branch.id"], name=op.f("fk_branch_parent_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
        sa.UniqueConstraint("slug", name=op.f("uq_branch_slug")),
    )
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("by_salt", sa.String(length=32), nullable=True),
        sa.Column("about_salt", sa.String(length=32), nullable=True),
        sa.Column("by_seal", sa.String(length=64), nullable=False),
        sa.Column("about_seal", sa.String(length=64), nullable=False),
        sa.Column("details", sa.String(length=1000), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(act) BETWEEN 1 AND 40", name=op.f("ck_audit_entry_act_length")),
        sa.CheckConstraint("length(details) <= 1000", name=op.f("ck_audit_entry_details_length")),
        sa.ForeignKeyConstraint(
            ["about_id"], ["member.id"], name=op.f("fk_audit_entry_about_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_audit_entry_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_audit_entry_by_id_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_by_id"), ["by_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_membership_name_length")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_membership_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_membership_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("member_id", "branch_id", name=op.f("uq_membership_member_id_branch_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('organiser', 'administrator')) = (branch_id IS NOT NULL) AND (branch_id IS NULL) <> (course_id IS NULL)",
            name=op.f("ck_role_one_scope"),
        ),
        sa.CheckConstraint(
            "kind IN ('organiser', 'administrator', 'author', 'editor')", name=op.f("ck_role_kind")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_role_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_role_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_role_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("member_id", "kind", "branch_id", name=op.f("uq_role_member_id_kind_branch_id")),
        sa.UniqueConstraint("member_id", "kind", "course_id", name=op.f("uq_role_member_id_kind_course_id")),
    )
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_course_id"), ["course_id"], unique=False)

    for statement in _append_only(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_append_only")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_course_id"))
        batch_op.drop_index(batch_op.f("ix_role_branch_id"))

    op.drop_table("role")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_branch_id"))

    op.drop_table("membership")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_by_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_branch_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_about_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_parent_id"))

    op.drop_table("branch")


FIXED = ("id", "day", "act", "branch_id", "by_seal", "about_seal", "details", "hash")
FORGETTABLE = ("by_id", "about_id", "by_salt", "about_salt")


def _append_only(dialect: str) -> tuple[str, ...]:
    """LG-02: rows are added, and people in them forgotten; the database refuses everything else."""
    if dialect == "postgresql":
        changed = " OR ".join(
            (
                *(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED),
                *(
                    f"(NEW.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
                    for column in FORGETTABLE
                ),
            )
        )
        return (
            f"""CREATE FUNCTION audit_entry_append_only() RETURNS trigger AS $$
            BEGIN
              IF TG_OP = 'DELETE' OR {changed} THEN RAISE EXCEPTION 'the audit is append-only'; END IF;
              RETURN NEW;
            END $$ LANGUAGE plpgsql""",
            """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
            FOR EACH ROW EXECUTE FUNCTION audit_entry_append_only()""",
        )
    changed = " OR ".join(
        (
            *(f"NEW.{column} IS NOT OLD.{column}" for column in FIXED),
            *(f"(NEW.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column})" for column in FORGETTABLE),
        )
    )
    return (
        """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
        f"""CREATE TRIGGER audit_entry_no_change BEFORE UPDATE ON audit_entry WHEN {changed}
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
    )
