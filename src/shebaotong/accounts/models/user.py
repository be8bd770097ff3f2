"""An account: a member of an agency's staff, a citizen, or a channel that calls the API."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from shebaotong.kernel.api import Role

STAFF_ROLES = (
    Role.CLERK,
    Role.REVIEWER,
    Role.APPROVER,
    Role.LIAISON,
    Role.SUPERVISOR,
    Role.OFFICIAL,
)

CHANNEL_ROLES = (Role.CLERK,)
"""A channel takes in and asks; reviewing, deciding and minding an agency are for its own people."""

USERNAME = r"[a-z0-9][a-z0-9._-]{1,59}"


class User(AbstractBaseUser):
    """Visible in its agency's context, and while somebody signs in; a citizen's only while he signs in."""

    class Kind(models.TextChoices):
        STAFF = "staff", "工作人员"
        CITIZEN = "citizen", "参保人"
        CHANNEL = "channel", "渠道"

    class Language(models.TextChoices):
        SIMPLIFIED = "zh-hans", "简体中文"
        TRADITIONAL = "zh-hant", "繁體中文"
        ENGLISH = "en", "English"

    username = models.CharField(max_length=60, unique=True)
    """Matches USERNAME."""
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, db_column="agency", null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    roles = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    """Values of the kernel's ``Role`` that staff can hold."""
    display_name = models.CharField(max_length=60)
    hand = models.CharField(max_length=43)
    """Pseudonym of the natural person: two accounts of one person have one hand."""
    person_token = models.CharField(max_length=43, blank=True)
    """The same person's token as an insured person; empty for a channel."""
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=8, choices=Language, default=Language.SIMPLIFIED)
    elder_mode = models.BooleanField(default=False)
    text_size = models.PositiveSmallIntegerField(default=100)
    """Percent of the normal size."""
    high_contrast = models.BooleanField(default=False)
    face_chosen = models.BooleanField(default=False, db_default=False)
    """Whether the four above are a choice; until then pages look as the machine at hand has them."""
    # Django would write this on each sign-in, outside any agency's context; sessions say when.
    last_login = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        indexes = [models.Index(fields=["agency", "kind"], name="accounts_user_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="citizen", agency=None)
                | ~models.Q(kind="citizen") & ~models.Q(agency=None),
                name="accounts_user_citizen_has_no_agency",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="citizen") | models.Q(roles=[]),
                name="accounts_user_citizen_has_no_role",
            ),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=[str(role) for role in STAFF_ROLES]),
                name="accounts_user_known_roles",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="channel")
                | models.Q(roles__contained_by=[str(role) for role in CHANNEL_ROLES]),
                name="accounts_user_channel_takes_in",
            ),
            models.CheckConstraint(
                condition=~models.Q(hand="") & (models.Q(kind="channel") | ~models.Q(person_token="")),
                name="accounts_user_is_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(text_size__range=(100, 200)), name="accounts_user_text_size"
            ),
            models.CheckConstraint(
                condition=models.Q(username__regex=rf"^{USERNAME}$"), name="accounts_user_username"
            ),
        ]

    def __str__(self) -> str:
        return self.username
