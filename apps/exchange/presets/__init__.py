from apps.exchange.enums import Kind
from apps.exchange.presets.base import Preset
from apps.exchange.presets.organisations import ORGANISATIONS
from apps.exchange.presets.parts import PARTS
from apps.exchange.presets.people import PEOPLE
from apps.exchange.presets.rooms import ROOMS

PRESETS: dict[Kind, Preset] = {preset.kind: preset for preset in (PEOPLE, ROOMS, ORGANISATIONS, PARTS)}
