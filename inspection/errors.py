"""What can go wrong between Frame and Record.

InspectionError
├── RecipeInvalid             the recipe file is missing or says something impossible
├── RecipeRefused             a recipe or card was not saved or imported: `refusal` says why; nothing was written
├── ModelRefused              the model's files are not what its manifest says, or fail the self-test
│   └── PrecisionNotOffered       nobody has checked this model in this precision on this engine
├── DetectorError             the net gave no usable answer for this picture  -> NOT_JUDGED
│   └── DetectionsImplausible     NaN, or absurdly many boxes
├── CalibrationRefused        the camera is not calibrated, or cannot be: `refusal` says why, with numbers
├── PeopleUnreadable          people.json is damaged: nobody can log in until it is mended at the bench
├── PinRefused                a PIN was not set, changed or removed: `problem` says why; nothing was written
├── NotSimulated              only the simulated camera can be disturbed, and this one is real
├── RecordUnknown             no inspection has this number or id, or several begin with it
├── RecordConflict            another inspection was recorded under this id; nothing was written
├── BackupRefused             the file is no whole backup, or something stands in its way: nothing was written
├── UpkeepBusy                a backup is being made, or pictures are being deleted: one at a time
├── LaneLost                  a process that judged pictures of a set has ended
└── StorageError              a record cannot be acknowledged  -> the station stops
    ├── StorageRefused            this place must not hold records: a network share, a newer schema
    │   └── StoreInUse                another station holds it
    ├── StorageFull               no room left; the reserve has been given up for the last event
    ├── PictureUnavailable        no record names this picture, or its file is gone or changed  -> only this picture
    │   └── PictureDeleted            retention asked for it, and an entry of the chain says so
    └── StorageFailed             the disk or the database failed; nothing is retried
        └── DatabaseDamaged           its bytes are not what was written: the next start puts it in quarantine

`docs/errors.md` says for each what a person does next.
"""

from typing import TYPE_CHECKING, ClassVar

from inspection.verdict import Code

if TYPE_CHECKING:
    from inspection.calibration.refusal import Refusal
    from inspection.people.problem import PinProblem
    from inspection.recipe_book.refusal import Problem as RecipeProblem
    from inspection.recipe_book.refusal import Refusal as RecipeRefusal


class InspectionError(Exception):
    """Something between Frame and Record failed."""


class RecipeInvalid(InspectionError):
    """The recipe cannot be used."""


class RecipeRefused(InspectionError):
    """A recipe or card was not saved or imported: nothing is new, another was faster, or the file must not be taken."""

    def __init__(self, message: str, refusal: "RecipeRefusal") -> None:
        super().__init__(message)
        self.refusal = refusal

    @property
    def problem(self) -> "RecipeProblem":
        """What is wrong; `inspection.recipe_book.refusal_sentence` says it in words."""
        return self.refusal.problem


class ModelRefused(InspectionError):
    """The model must not be used; the last good one stays."""


class PrecisionNotOffered(ModelRefused):
    """The model has not been checked in this precision on this engine; in f32 it can be used."""


class DetectorError(InspectionError):
    """The detector gave no answer for this picture: the part is NOT_JUDGED."""

    code: ClassVar[Code] = Code.DETECTOR_FAILED


class DetectionsImplausible(DetectorError):
    """The net's answer has NaN in it, or more boxes than a part can have."""

    code = Code.DETECTIONS_IMPLAUSIBLE


class CalibrationRefused(InspectionError):
    """The pictures do not calibrate the camera, or its stored calibration must not be used."""

    def __init__(self, message: str, refusal: "Refusal") -> None:
        super().__init__(message)
        self.refusal = refusal


class PeopleUnreadable(InspectionError):
    """The file of PINs is damaged: nobody can log in until it is mended or removed at the station's computer."""


class PinRefused(InspectionError):
    """A PIN was not set, changed or removed; nothing was written."""

    def __init__(self, message: str, problem: "PinProblem") -> None:
        super().__init__(message)
        self.problem = problem


class NotSimulated(InspectionError):
    """A fault was to be made on a camera that is real: nothing was done."""


class RecordUnknown(InspectionError):
    """No inspection has this number or id, or several ids begin with it."""


class RecordConflict(InspectionError):
    """The id of a new inspection is that of a recorded one which says something else."""


class BackupRefused(InspectionError):
    """A backup was not made or not restored; nothing was written."""


class UpkeepBusy(InspectionError):
    """A backup is being made or restored, or pictures are being deleted, by another program or thread."""


class LaneLost(InspectionError):
    """A process that judged pictures of a set has ended; what came out before holds."""


class StorageError(InspectionError):
    """A record could not be acknowledged."""


class StorageRefused(StorageError):
    """This folder or database must not hold records."""


class StoreInUse(StorageRefused):
    """Another running station owns this folder."""


class StorageFull(StorageError):
    """There is no room for the next record."""


class StorageFailed(StorageError):
    """The disk or the database failed while saving."""


class DatabaseDamaged(StorageFailed):
    """The database is no database any more, or its records are not those that were written."""


class PictureUnavailable(StorageError):
    """A recorded picture cannot be shown; saving goes on."""


class PictureDeleted(PictureUnavailable):
    """The picture was kept as long as was laid down, then deleted; its record stays."""
