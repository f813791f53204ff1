from apps.exchange.enums import Kind
from apps.exchange.presets.base import Preset
from apps.exchange.presets.organisations import ORGANISATIONS
from apps.exchange.presets.parts import PARTS
from apps.exchange.presets.people import PEOPLE
from apps.exchange.presets.rooms import ROOMS
from apps.exchange.presets.service_places import SERVICE_PLACES

EVERY = (PEOPLE, ROOMS, ORGANISATIONS, PARTS, SERVICE_PLACES)
PRESETS: dict[Kind, Preset] = {preset.kind: preset for preset in EVERY}
