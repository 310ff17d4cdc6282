"""Study groups, who reads with them, and their meetings"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "founding_draft",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.String(length=10000), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(answers) <= 10000", name=op.f("ck_founding_draft_answers_length")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_founding_draft_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_founding_draft_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "branch_id", name=op.f("pk_founding_draft")),
    )
    op.create_table(
        "study_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("entry", sa.String(length=10), nullable=False),
        sa.Column("rhythm", sa.String(length=12), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("online", sa.String(length=300), nullable=False),
        sa.Column("access", sa.String(length=500), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.CheckConstraint("entry IN ('open', 'asking', 'invited')", name=op.f("ck_study_group_entry")),
        sa.CheckConstraint(
            "rhythm IN ('weekly', 'fortnightly', 'monthly', 'day-school')", name=op.f("ck_study_group_rhythm")
        ),
        sa.CheckConstraint("budget BETWEEN 30 AND 120", name=op.f("ck_study_group_budget_of_reading")),
        sa.CheckConstraint("length(access) <= 500", name=op.f("ck_study_group_access_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_study_group_name_length")),
        sa.CheckConstraint("length(online) <= 300", name=op.f("ck_study_group_online_length")),
        sa.CheckConstraint("length(place) <= 200", name=op.f("ck_study_group_place_length")),
        sa.CheckConstraint("length(slug) BETWEEN 1 AND 40", name=op.f("ck_study_group_slug_length")),
        sa.CheckConstraint("minutes BETWEEN 45 AND 180", name=op.f("ck_study_group_minutes_of_meetings")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_study_group_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_study_group_course_id_course"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_group")),
        sa.UniqueConstraint("slug", name=op.f("uq_study_group_slug")),
    )
    with op.batch_alter_table("study_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_study_group_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_study_group_course_id"), ["course_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("online", sa.String(length=300), nullable=False),
        sa.Column("is_recap", sa.Boolean(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("came", sa.Integer(), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("notes_shared_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "came IS NULL OR came BETWEEN 0 AND 500", name=op.f("ck_meeting_came_is_a_number_of_people")
        ),
        sa.CheckConstraint("length(notes) <= 20000", name=op.f("ck_meeting_notes_length")),
        sa.CheckConstraint("length(online) <= 300", name=op.f("ck_meeting_online_length")),
        sa.CheckConstraint("length(place) <= 200", name=op.f("ck_meeting_place_length")),
        sa.CheckConstraint("minutes BETWEEN 45 AND 180", name=op.f("ck_meeting_minutes_of_meeting")),
        sa.CheckConstraint("number > 0", name=op.f("ck_meeting_number_positive")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["study_group.id"], name=op.f("fk_meeting_group_id_study_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_meeting_group_id_number")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_organiser", sa.Boolean(), nullable=False),
        sa.Column("is_asking", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "NOT (is_asking AND is_organiser)", name=op.f("ck_participation_who_asks_organises_nothing")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["study_group.id"],
            name=op.f("fk_participation_group_id_study_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_participation_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_participation_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("group_id", "member_id", name=op.f("uq_participation_group_id_member_id")),
        sa.UniqueConstraint(
            "group_id", "membership_id", name=op.f("uq_participation_group_id_membership_id")
        ),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "covered",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=100), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("readings", sa.String(), nullable=False),
        sa.Column("questions", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_covered_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "position", name=op.f("pk_covered")),
    )
    op.create_table(
        "rsvp",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'not-sure', 'no')", name=op.f("ck_rsvp_answer")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_rsvp_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_rsvp_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_rsvp_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "participation_id", name=op.f("pk_rsvp")),
    )
    with op.batch_alter_table("rsvp", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rsvp_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rsvp", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rsvp_member_id"))

    op.drop_table("rsvp")
    op.drop_table("covered")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_membership_id"))
        batch_op.drop_index(batch_op.f("ix_participation_member_id"))

    op.drop_table("participation")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_starts_at"))

    op.drop_table("meeting")
    with op.batch_alter_table("study_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_study_group_course_id"))
        batch_op.drop_index(batch_op.f("ix_study_group_branch_id"))

    op.drop_table("study_group")
    op.drop_table("founding_draft")
