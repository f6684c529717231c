// Shapes that the server hands to the map page.

interface Entry { code: string; label: string; number?: number }
type Bounds = [[number, number], [number, number]];

interface Vocabulary {
  tiers?: Entry[];
  placements?: Entry[];
  accuracies?: Entry[];
  statuses?: Entry[];
  stages?: Entry[];
  eligibility?: Entry[];
  cohorts?: Entry[];
  network_classes?: Entry[];
  node_kinds?: Entry[];
  criteria?: Entry[];
  unknown_reasons?: Entry[];
}

interface Boot {
  asked?: { query: string; errors: Record<string, string[]> };
  are_tiled?: boolean;
  county?: { name: string; demonstration: boolean; bounds?: Bounds };
  data_date?: string | null;
  user?: { name: string; audience: string; organisation: string } | null;
  language?: string;
  can: { select?: boolean; plan?: boolean; network?: boolean; draw?: boolean };
  urls: Record<string, string>;
  vocabulary: Vocabulary;
  districts?: { code: string; name: string; bounds?: Bounds }[];
  plan_years?: number[];
  communities?: { code: string; name: string; district: string | null }[];
  organisations?: { code: string; name: string; kind: string; network_classes: string[] }[];
  basemaps?: { choices: { key: string }[]; attribution: string; approval: string };
  layers?: Record<string, number>;
}

interface CompoundProperties {
  code: string;
  name: string;
  stage: string;
  stage_number: number | null;
  eligibility: string;
  year_built: number | null;
  cohort: string;
  district: string | null;
  household_count: number | null;
  wished_year?: number | null;
  estimate_cny?: number | string | null;
  published?: boolean;
}

interface Place { code: string; name: string }
interface Member extends Place {
  stage: string;
  stage_number: number | null;
  household_count: number | null;
  building_count: number | null;
  floor_area_m2: number | null;
  estimate_cny: number | string | null;
  cohort: string;
  eligibility: string;
  wished_year: number | null;
}

interface Line { network_class: string; class_label: string; owner: string; owner_name: string; metres: number; count: number }
interface Problem { rule: string; message: string; repair: string; codes: string[]; severity: string }

/** `gap_m` null for the county's own */
interface Supposition { gap_m: number | null; ignore: string[]; because: string }

interface Weighed {
  members: Member[];
  totals: Record<string, any>;
  cohorts: Record<string, number>;
  lines: Line[];
  organisations: { code: string; name: string; role: string; role_label?: string }[];
  connected: boolean;
  pieces: string[][];
  district: Place | null;
  problems: Problem[];
  ring: (Place & { gap_m: number; eligibility?: string; stage_number?: number | null })[];
  blocked: (Place & { barrier: string })[];
  barriers?: Place[];
  supposed?: { gap_m: number; ignored: Place[]; because: string } | null;
}

interface BundleRecord {
  number: string;
  version: number;
  name: string;
  plan_year: number;
  status: string;
  status_label?: string;
  figures?: Partial<Weighed>;
  revision: number;
  codes: string[];
  exception_reason?: string;
  urls: Record<string, string>;
  can: Record<string, boolean>;
}

interface CardReason { criterion: string; label: string; answer: boolean | null; ok: boolean | null; evidence: string; recorded_at: string | null }

interface Card {
  compound?: { code: string; name: string };
  title: string;
  subtitle?: string;
  rows: { label: string; value: string }[];
  eligibility?: { status: string; label: string; reasons: CardReason[] };
  stages?: Record<string, any>[];
  actions?: Record<string, any>;
  urls?: Record<string, string>;
  can?: { edit?: boolean; history?: boolean; mark?: boolean };
  marks?: number;
  note?: string;
}

interface LegendRow { network_class: string; owner: string; owner_name: string; metres: number; count: number }
interface Legend {
  stages: { code: string; count: number }[];
  eligibility: { code: string; count: number }[];
  segments: LegendRow[] | null;
}

/** What the address bar reproduces. */
interface View {
  zoom: number | null;
  lat: number | null;
  lon: number | null;
  // The filter, under the names of the address: of a list [] is everything, ["-"] nothing.
  text: string;
  district: string[];
  community: string[];
  stage: string[];
  eligibility: string[];
  reason: string[];
  cohort: string[];
  built_from: number | null;
  built_to: number | null;
  plan_year: string[];
  tier: string[];
  owner_unit: string;
  estimate_from: number | null;
  estimate_to: number | null;
  households_from: number | null;
  households_to: number | null;
  class: string[];
  owner: string[];
  placement: string[];
  laid_from: number | null;
  laid_to: number | null;
  material: string;
  sub_class: string;
  manager: string[];
  status: string[];
  accuracy: string[];
  /** the day as of which stages are read, and by what was on record when */
  date: string;
  known: string;
  /** the day compared with */
  against: string;
  /** hidden layers of the ground */
  layers: string[];
  /** drawing order of the layer groups, the highest first */
  order: string[];
  /** percent by layer group; missing is 100 */
  opacity: Record<string, number>;
  /** what is supposed: another largest gap, barriers ignored and why */
  gap_m: number | null;
  ignore: string[];
  because: string;
  /** the proposal that is open, by its number */
  proposal: number | null;
  /** the base map, if any */
  base: string;
  tool: string;
  /** compound codes in the order chosen */
  basket: string[];
  year: number | null;
  /** number/v1 */
  bundle: string;
  /** kind:id */
  card: string;
  /** the day whose stages are shown, and by what was on record when; empty for now */
  date: string;
  known: string;
  /** the other day of the comparison by swipe */
  against: string;
}

/** A feature of a vector tile in the pixels of the tile on screen. */
interface TileFeature {
  layer: string;
  /** point, line, polygon */
  type: 1 | 2 | 3;
  properties: Record<string, any>;
  parts: number[][];
  box: [number, number, number, number];
}

type Leaflet = typeof import("leaflet");
type LeafletMap = import("leaflet").Map;
type PathOptions = import("leaflet").PathOptions;
