import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_absences_and_announcing"),
        ("accounts", "__first__"),
        ("conversations", "0002_parked_problem_and_mail_folder"),
        ("core", "0004_calendar_day_name_zh"),
        ("customers", "0002_erasure_and_personal_links"),
        ("expectations", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="expectation",
            name="expectation_topic",
        ),
        migrations.RemoveIndex(
            model_name="promise",
            name="promise_ledger",
        ),
        migrations.AddField(
            model_name="expectation",
            name="knows_norm",
            field=models.CharField(
                blank=True,
                choices=[
                    ("yes", "Knows the norm"),
                    ("no", "Does not know the norm"),
                    ("", "Not known whether the norm is known"),
                ],
                default="",
                max_length=3,
                verbose_name="knows the norm",
            ),
        ),
        migrations.AddField(
            model_name="expectation",
            name="withdrawn_at",
            field=models.DateTimeField(null=True, verbose_name="withdrawn at"),
        ),
        migrations.AddField(
            model_name="perception",
            name="satisfaction",
            field=models.PositiveSmallIntegerField(
                null=True, verbose_name="satisfied over all, 1 to 7"
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="escalated_at",
            field=models.DateTimeField(null=True, verbose_name="escalated at"),
        ),
        migrations.AddField(
            model_name="promise",
            name="escalates_at",
            field=models.DateTimeField(null=True, verbose_name="escalates at"),
        ),
        migrations.AddField(
            model_name="promise",
            name="occurrence",
            field=models.CharField(blank=True, max_length=60, verbose_name="which time of it"),
        ),
        migrations.AddField(
            model_name="topic",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="expectations.topic",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="retired_at",
            field=models.DateTimeField(null=True, verbose_name="no longer used since"),
        ),
        migrations.AlterField(
            model_name="expectation",
            name="source",
            field=models.CharField(
                choices=[
                    ("message", "Message"),
                    ("call", "Call"),
                    ("visit", "Visit"),
                    ("survey", "Survey"),
                    ("interview", "Interview"),
                    ("observed", "Observed"),
                ],
                default="message",
                max_length=10,
                verbose_name="source",
            ),
        ),
        migrations.AddIndex(
            model_name="expectation",
            index=models.Index(
                fields=["topic", "-recorded_at", "value", "felt"], name="expectation_by_month"
            ),
        ),
        migrations.AddIndex(
            model_name="expectation",
            index=models.Index(
                condition=models.Q(("superseded_at", None)),
                fields=["topic", "-recorded_at"],
                name="expectation_newest_now",
            ),
        ),
        migrations.AddIndex(
            model_name="expectation",
            index=models.Index(fields=["recorded_at"], name="expectation_recorded"),
        ),
        migrations.AddIndex(
            model_name="expectation",
            index=models.Index(
                condition=models.Q(("superseded_at", None)),
                fields=["topic", "value", "felt", "customer"],
                name="expectation_now",
            ),
        ),
        migrations.AddIndex(
            model_name="expectation",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", False)),
                fields=["superseded_at"],
                name="expectation_superseded",
            ),
        ),
        migrations.AddIndex(
            model_name="perception",
            index=models.Index(fields=["answered_at"], name="perception_answered"),
        ),
        migrations.AddConstraint(
            model_name="expectation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), ("superseded_at__isnull", False), _connector="OR"
                ),
                name="expectation_withdrawn_is_past",
            ),
        ),
        migrations.AddConstraint(
            model_name="perception",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("satisfaction", None), ("satisfaction__range", (1, 7)), _connector="OR"
                ),
                name="perception_satisfaction_1_to_7",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("escalated_at", None)),
                fields=["escalates_at"],
                name="promise_to_escalate",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["topic", "closed_at", "outcome"],
                name="promise_ledger",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["closed_at"],
                name="promise_closed",
            ),
        ),
        migrations.CreateModel(
            name="AdviceSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=60, unique=True, verbose_name="series")),
                (
                    "topic",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="advice_source",
                        to="expectations.topic",
                    ),
                ),
                ("built_at", models.DateTimeField(verbose_name="built at")),
                ("finished", models.PositiveIntegerField(default=0, verbose_name="finished cases")),
                ("unfinished", models.PositiveIntegerField(default=0, verbose_name="open cases")),
                ("state", models.JSONField(default=dict, verbose_name="what was learnt")),
                (
                    "refusal",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="why it gives no advice"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=60, verbose_name="series")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("composer", "Answer"),
                            ("form", "Form"),
                            ("auto_reply", "Automatic reply"),
                            ("queue", "Chat queue"),
                        ],
                        max_length=10,
                        verbose_name="where",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "promise",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcement",
                        to="expectations.promise",
                    ),
                ),
                ("coverage", models.FloatField(verbose_name="share to be kept")),
                ("announced_at", models.DateTimeField(verbose_name="announced at")),
                ("due_at", models.DateTimeField(verbose_name="announced for")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                ("is_kept", models.BooleanField(null=True, verbose_name="kept")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["due_at"],
                        name="announcement_unsettled",
                    ),
                    models.Index(fields=["place", "announced_at"], name="announcement_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "serial",
                    models.PositiveIntegerField(default=0, verbose_name="how often renewed"),
                ),
                (
                    "shows_names",
                    models.BooleanField(default=False, verbose_name="shows names of customers"),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="may be read")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
            ],
        ),
        migrations.CreateModel(
            name="Exceeding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceedings",
                        to="customers.customer",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceedings",
                        to="expectations.topic",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceedings",
                        to="expectations.promise",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("better", "A better result"),
                            ("service", "An added service"),
                            ("gift", "An extra gift"),
                            ("personal", "Something personal"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("description", models.CharField(max_length=500, verbose_name="what we gave")),
                ("cost_minor", models.BigIntegerField(default=0, verbose_name="cost to us")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=8,
                        verbose_name="tier at the time",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["topic", "-given_at"], name="exceeding_topic"),
                    models.Index(fields=["customer", "-given_at"], name="exceeding_customer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="expectations.topic",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="expectations.topic",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("marked_at", models.DateTimeField(verbose_name="marked at")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="exclusion_in_order",
                    ),
                    models.UniqueConstraint(fields=("first", "second"), name="exclusion_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectingCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="expectations.topic",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=8,
                        verbose_name="tier",
                    ),
                ),
                ("n", models.PositiveIntegerField(verbose_name="how many")),
                ("counted_at", models.DateTimeField(verbose_name="counted at")),
            ],
        ),
        migrations.CreateModel(
            name="LedgerPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grain",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month")],
                        max_length=5,
                        verbose_name="grain",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="changes since")),
                (
                    "built",
                    models.PositiveIntegerField(null=True, verbose_name="changes when built"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grain", "starts_on"), name="ledger_period_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Negotiation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="negotiations",
                        to="customers.customer",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="negotiations",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "expectation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="negotiations",
                        to="expectations.expectation",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="negotiations",
                        to="expectations.topic",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "request",
                    models.CharField(max_length=500, verbose_name="what the customer asks for"),
                ),
                (
                    "budget_minor",
                    models.BigIntegerField(default=0, verbose_name="what it may cost us"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="negotiations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("deferred", "Deferred"),
                            ("escalated", "Escalated"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_because",
                    models.CharField(blank=True, max_length=1000, verbose_name="how it ended"),
                ),
                ("deferred_until", models.DateTimeField(null=True, verbose_name="deferred until")),
                (
                    "escalated_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=8,
                        verbose_name="tier at the time",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "-opened_at"], name="negotiation_customer"),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["owner", "-opened_at"],
                        name="negotiation_open",
                    ),
                    models.Index(fields=["-opened_at", "-id"], name="negotiation_newest"),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["-opened_at", "-id"],
                        name="negotiation_open_newest",
                    ),
                    models.Index(
                        condition=models.Q(("state", "deferred")),
                        fields=["deferred_until"],
                        name="negotiation_to_resume",
                    ),
                    models.Index(fields=["topic", "state", "closed_at"], name="negotiation_topic"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="conversations.message",
                    ),
                ),
                ("start", models.PositiveIntegerField(verbose_name="where it begins in the text")),
                ("end", models.PositiveIntegerField(verbose_name="where it ends in the text")),
                ("wording", models.CharField(max_length=500, verbose_name="what we promise")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due at")),
                ("is_vague", models.BooleanField(default=False, verbose_name="without a time")),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="why")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Proposed"),
                            ("taken", "In the ledger"),
                            ("dismissed", "Not a promise"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="found at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "promise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="expectations.promise",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["-found_at", "-id"],
                        name="proposal_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "start"), name="proposal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_times",
                        to="expectations.promise",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="proposed due time")),
                ("reason", models.CharField(max_length=500, verbose_name="reason we gave")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.outgoingmail",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "Agreed"), ("declined", "Not agreed")],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None), ("withdrawn_at", None)),
                        fields=("promise",),
                        name="proposed_time_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ranking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rankings",
                        to="customers.customer",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("order", "Put in order"),
                            ("best_worst", "Most and least important of a few"),
                            ("pairs", "One of two"),
                        ],
                        default="order",
                        max_length=10,
                        verbose_name="method",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("link", "Personal link"), ("agent", "Told an agent")],
                        default="agent",
                        max_length=5,
                        verbose_name="mode",
                    ),
                ),
                ("seed", models.PositiveIntegerField(verbose_name="seed of the tasks")),
                ("answers", models.JSONField(default=list, verbose_name="answers as given")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="expires at")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.outgoingmail",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "-answered_at"], name="ranking_customer")
                ],
            },
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standards",
                        to="expectations.topic",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=3, max_digits=14, verbose_name="norm"),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="where to read it"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
            ],
            options={
                "indexes": [models.Index(fields=["topic", "-valid_from"], name="standard_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "valid_from"), name="standard_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingPromise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conditional", "Conditional"),
                            ("repeating", "Repeating"),
                            ("guarantee", "Public guarantee"),
                        ],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standing_promises",
                        to="customers.customer",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standing_promises",
                        to="expectations.topic",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=8,
                        verbose_name="for the tier",
                    ),
                ),
                ("wording", models.CharField(max_length=500, verbose_name="what we promise")),
                (
                    "wording_zh",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="what we promise, in Chinese"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=3, max_digits=14, null=True, verbose_name="promised value"
                    ),
                ),
                (
                    "condition",
                    models.CharField(blank=True, max_length=500, verbose_name="on condition that"),
                ),
                (
                    "trigger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "A person says so"),
                            ("conversation_opened", "A customer writes about a new matter"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="what makes it due",
                    ),
                ),
                ("within", models.PositiveSmallIntegerField(null=True, verbose_name="within")),
                (
                    "within_unit",
                    models.CharField(
                        choices=[
                            ("hours", "hours by the clock"),
                            ("business_hours", "business hours"),
                            ("days", "days"),
                            ("business_days", "business days"),
                        ],
                        default="business_hours",
                        max_length=14,
                        verbose_name="unit of time",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "every business day"),
                            ("week", "every week"),
                            ("month", "every month"),
                        ],
                        max_length=5,
                        verbose_name="how often",
                    ),
                ),
                (
                    "rhythm_day",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="weekday (0 is Monday) or day of the month"
                    ),
                ),
                ("rhythm_time", models.TimeField(null=True, verbose_name="due at the time")),
                ("next_due_at", models.DateTimeField(null=True, verbose_name="next due at")),
                ("ends_on", models.DateField(null=True, verbose_name="ends on")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_because",
                    models.CharField(blank=True, max_length=500, verbose_name="why it ended"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["next_due_at"],
                        name="standing_promise_next",
                    ),
                    models.Index(fields=["customer", "-made_at"], name="standing_promise_customer"),
                    models.Index(
                        condition=models.Q(("ended_at", None), ("kind", "guarantee")),
                        fields=["trigger"],
                        name="standing_promise_guarantee",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None), ("kind", "conditional")),
                        fields=["made_at"],
                        name="standing_promise_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("customer", None), ("kind", "guarantee")),
                            models.Q(
                                models.Q(("kind", "guarantee"), _negated=True),
                                ("customer__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="standing_promise_to_one_or_all",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Steering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steerings",
                        to="expectations.topic",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=8,
                        verbose_name="tier",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("lower", "Lower"), ("raise", "Raise"), ("hold", "Hold")],
                        max_length=5,
                        verbose_name="direction",
                    ),
                ),
                ("wording", models.TextField(blank=True, verbose_name="what is said")),
                (
                    "wording_zh",
                    models.TextField(blank=True, verbose_name="what is said in Chinese"),
                ),
                ("evidence", models.JSONField(default=dict, verbose_name="figures at the time")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(verbose_name="decided at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("topic", "tier"),
                        name="steering_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TierOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tier_offers",
                        to="expectations.topic",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=8,
                        verbose_name="tier",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=3, max_digits=14, verbose_name="offered value"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "tier", "valid_from"), name="tier_offer_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Concession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concessions",
                        to="expectations.negotiation",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stock", "Ask the stock"),
                            ("colleague", "Ask a colleague"),
                            ("supervisor", "Ask a supervisor"),
                            ("own", "Within my own authority"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("wording", models.CharField(max_length=500, verbose_name="what we would give")),
                ("cost_minor", models.BigIntegerField(default=0, verbose_name="cost to us")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("asked", "Asked"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                        ],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(null=True, verbose_name="asked at")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                (
                    "told_at",
                    models.DateTimeField(null=True, verbose_name="told to the customer at"),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["asked_of", "asked_at"],
                        name="concession_to_answer",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("negotiation", "position"), name="concession_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told_at", None), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="concession_told_after_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeepingSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keepings",
                        to="expectations.ledgerperiod",
                    ),
                ),
                ("by", models.CharField(max_length=5, verbose_name="by")),
                ("key", models.CharField(blank=True, max_length=20, verbose_name="key")),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                ("kept", models.PositiveIntegerField(default=0)),
                ("late", models.PositiveIntegerField(default=0)),
                ("broken", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["period", "by"], name="keeping_summary")],
            },
        ),
        migrations.CreateModel(
            name="LedgerSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="summaries",
                        to="expectations.ledgerperiod",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="expectations.topic",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=8,
                        verbose_name="tier",
                    ),
                ),
                ("perceived_n", models.PositiveIntegerField(default=0)),
                ("perceived_total", models.FloatField(default=0)),
                ("felt_n", models.PositiveIntegerField(default=0)),
                ("felt_expected", models.FloatField(default=0)),
                ("felt_perceived", models.FloatField(default=0)),
                ("felt_gap", models.FloatField(default=0)),
                ("felt_gap_squares", models.FloatField(default=0)),
                ("against_n", models.PositiveIntegerField(default=0)),
                ("against", models.FloatField(default=0)),
                ("against_squares", models.FloatField(default=0)),
                ("promised_n", models.PositiveIntegerField(default=0)),
                ("promised", models.FloatField(default=0)),
                ("delivered_n", models.PositiveIntegerField(default=0)),
                ("delivered", models.FloatField(default=0)),
                ("measured_n", models.PositiveIntegerField(default=0)),
                ("measured_expected", models.FloatField(default=0)),
                ("measured_gap", models.FloatField(default=0)),
                ("measured_gap_squares", models.FloatField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("closed", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="expectations.negotiation",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("mail", "Mail with a personal link"),
                            ("phone", "Read out on the phone"),
                        ],
                        max_length=5,
                        verbose_name="how it was put",
                    ),
                ),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("expires_at", models.DateTimeField(verbose_name="good until")),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.outgoingmail",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                ("expired_at", models.DateTimeField(null=True, verbose_name="expired at")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("chosen", "One was chosen"),
                            ("counter", "The customer wishes something else"),
                            ("declined", "None of them"),
                        ],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                (
                    "answered_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "counter_wish",
                    models.TextField(blank=True, verbose_name="what the customer wishes instead"),
                ),
                (
                    "declined_because",
                    models.TextField(blank=True, verbose_name="why the customer declined"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("answered_at", None), ("expired_at", None), ("withdrawn_at", None)
                        ),
                        fields=["expires_at"],
                        name="offer_to_expire",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("answered_at", None), ("expired_at", None), ("withdrawn_at", None)
                        ),
                        fields=("negotiation",),
                        name="offer_one_waits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RankingItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ranking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="expectations.ranking",
                    ),
                ),
                (
                    "expectation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ranked",
                        to="expectations.expectation",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position as shown")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="rank, 1 is the most important"
                    ),
                ),
                ("worth", models.FloatField(null=True, verbose_name="worth, all sum to 1")),
                (
                    "worth_lower",
                    models.FloatField(null=True, verbose_name="lower bound of the worth"),
                ),
                (
                    "worth_upper",
                    models.FloatField(null=True, verbose_name="upper bound of the worth"),
                ),
                ("may_be_given_up", models.BooleanField(null=True, verbose_name="may be given up")),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ranking", "expectation"), name="ranking_item_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="options",
                        to="expectations.offer",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("wording", models.CharField(max_length=500, verbose_name="what we offer")),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="expectations.topic",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=3, max_digits=14, null=True, verbose_name="value"
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="by when")),
                (
                    "price_minor",
                    models.BigIntegerField(default=0, verbose_name="price to the customer"),
                ),
                ("cost_minor", models.BigIntegerField(default=0, verbose_name="cost to us")),
                ("is_chosen", models.BooleanField(default=False, verbose_name="chosen")),
                (
                    "promise",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="option",
                        to="expectations.promise",
                    ),
                ),
                (
                    "fulfils",
                    models.ManyToManyField(
                        blank=True, related_name="options", to="expectations.expectation"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "position"), name="option_position"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_chosen", True)),
                        fields=("offer",),
                        name="option_chosen_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="promise",
            name="standing",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises",
                to="expectations.standingpromise",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing__isnull", False)),
                fields=("standing", "occurrence"),
                name="promise_once_an_occurrence",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["topic", "tier", "customer"],
                name="promise_open_topic",
            ),
        ),
    ]
