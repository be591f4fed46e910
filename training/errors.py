"""What can go wrong between labels and a model.

TrainingError
└── DatasetError              the data must not be used as they are; nothing was changed
    ├── LayoutError               data.yaml or groups.json is missing or says something impossible
    ├── LabelError                labels or pictures that nobody may train on; each one named
    ├── SplitError                shares or groups that cannot be split as asked
    ├── VersionRefused            this must not become a version: no labels, a bad name, a golden picture in training
    ├── VersionDamaged            a frozen version has missing, changed or additional files
    └── ArchiveRefused            the archive is hostile, damaged or of no known format; nothing was unpacked

`docs/errors.md` says for each what a person does next.
"""


class TrainingError(Exception):
    """Something between labels and model failed."""


class DatasetError(TrainingError):
    """The data must not be used as they are."""


class LayoutError(DatasetError):
    """The description of the data set cannot be used."""


class LabelError(DatasetError):
    """Labels or pictures that nobody may train on."""


class SplitError(DatasetError):
    """The pictures cannot be split as asked."""


class VersionRefused(DatasetError):
    """This must not become a version; the versions there are stay as they are."""


class VersionDamaged(DatasetError):
    """A frozen version is not what its version.json says."""


class ArchiveRefused(DatasetError):
    """The archive was not unpacked; nothing of it is left."""
