"""Invitations, who came by them, and those who ask to be let in"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_asking_name_length")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_asking_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_asking_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking")),
        sa.UniqueConstraint("member_id", "branch_id", name=op.f("uq_asking_member_id_branch_id")),
    )
    with op.batch_alter_table("asking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asking_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("names_maker", sa.Boolean(), nullable=False),
        sa.Column("line", sa.String(length=120), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('link', 'poster')", name=op.f("ck_invitation_kind")),
        sa.CheckConstraint("length(line) <= 120", name=op.f("ck_invitation_line_length")),
        sa.CheckConstraint(
            "uses >= 0 AND (most_uses IS NULL OR uses <= most_uses)",
            name=op.f("ck_invitation_uses_within_most"),
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_invitation_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_invitation_made_by_id_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_made_by_id"), ["made_by_id"], unique=False)

    op.create_table(
        "arrival",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_arrival_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_arrival_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_arrival_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_arrival")),
    )
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrival_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrival_member_id"), ["member_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("role_ends_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('give-organiser', 'give-administrator', 'take-organiser', 'take-administrator', 'one-person')",
            name=op.f("ck_proposal_kind"),
        ),
        sa.CheckConstraint(
            "(kind = 'one-person') = (about_id IS NULL)", name=op.f("ck_proposal_about_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["member.id"], name=op.f("fk_proposal_about_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["member.id"], name=op.f("fk_proposal_asked_by_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_proposal_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint(
            "branch_id", "kind", "about_id", name=op.f("uq_proposal_branch_id_kind_about_id")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_proposal_code")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_asked_by_id"), ["asked_by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_asked_by_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_about_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrival_member_id"))
        batch_op.drop_index(batch_op.f("ix_arrival_invitation_id"))

    op.drop_table("arrival")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_branch_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("asking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asking_branch_id"))

    op.drop_table("asking")
