import { type Static, Type } from 'typebox'
import { AccountId, AccountRef, DatasetRef, Instant, pageOf } from './values.ts'

export const RunState = Type.Enum([
  'queued',
  'starting',
  'running',
  'succeeded',
  'failed',
  'cancelled',
])
export type RunState = Static<typeof RunState>

export const Deadline = Type.Object({
  /** In words: `every day 07:00 UTC`. */
  promise: Type.String(),
  nextAt: Type.Optional(Instant),
  /**
   * Until the deadline, after the run's usual time, which is unknown without runs; negative when it
   * will be missed. Of one pipeline it also counts what is still to come: the first of its chain.
   */
  marginSeconds: Type.Optional(Type.Number()),
  state: Type.Enum(['kept', 'endangered', 'missed', 'unknown']),
})
export type Deadline = Static<typeof Deadline>

export const Pipeline = Type.Object({
  id: Type.String(),
  name: Type.String(),
  account: AccountRef,
  owner: Type.Optional(Type.String()),
  state: Type.Enum(['idle', 'running', 'failed', 'paused']),
  deadline: Type.Optional(Deadline),
  lastRun: Type.Optional(Type.Object({ id: Type.String(), state: RunState, startedAt: Instant })),
  slicesDone: Type.Integer(),
  slicesMissing: Type.Integer(),
  output: Type.Optional(DatasetRef),
})
export type Pipeline = Static<typeof Pipeline>
export const Pipelines = pageOf(Pipeline)

export const Slice = Type.Object({
  slice: Type.String(),
  state: Type.Enum(['done', 'missing', 'running', 'stale', 'failed']),
  vintage: Type.Optional(Type.Integer()),
  codeVersion: Type.Optional(Type.String()),
  runId: Type.Optional(Type.String()),
})
export type Slice = Static<typeof Slice>

/** One thing that a deadline hangs on. */
export const ChainLink = Type.Object({
  /** 0 is the product itself; what needs a link stands before it, one less deep. */
  depth: Type.Integer(),
  /** `further`: nobody looks behind it; `hidden`: it fills a table that the caller may not see. */
  kind: Type.Enum(['pipeline', 'delivery', 'further', 'hidden']),
  /** Of the pipeline, or of the delivery's feed. */
  name: Type.Optional(Type.String()),
  /** Of the pipeline or the delivery, where it can be opened. */
  id: Type.Optional(Type.String()),
  vendor: Type.Optional(Type.String()),
  owner: Type.Optional(Type.String()),
  /** What it fills. */
  dataset: Type.Optional(DatasetRef),
  slice: Type.Optional(Type.String()),
  state: Type.Enum(['arrived', 'kept', 'endangered', 'missed', 'unknown']),
  /** By when it has to be there for the deadline; absent: nothing waits for it, or nobody knows. */
  mustAt: Type.Optional(Instant),
  /** When it came, or is to be there by what is promised and usual. */
  expectedAt: Type.Optional(Instant),
  /** From when it is expected until it has to be there; negative: too late. */
  marginSeconds: Type.Optional(Type.Number()),
  /** By its own calendar or deadline. */
  promisedAt: Type.Optional(Instant),
  /** Its run's. */
  startedAt: Type.Optional(Instant),
  /** What a run usually takes; absent: none has ended yet. */
  usualSeconds: Type.Optional(Type.Number()),
  /** It was kept back, with a reason. */
  quarantined: Type.Optional(Type.Boolean()),
  /** On the path with the least margin. */
  critical: Type.Boolean(),
})
export type ChainLink = Static<typeof ChainLink>

export const PipelineDetail = Type.Object({
  ...Pipeline.properties,
  description: Type.Optional(Type.String()),
  role: Type.String(),
  trigger: Type.String(),
  /** In words. */
  schedule: Type.Optional(Type.String()),
  /** When its schedule has it run next. */
  nextAt: Type.Optional(Instant),
  application: Type.Object({
    id: Type.String(),
    state: Type.String(),
    caps: Type.Object({ vcpu: Type.Number(), memoryGb: Type.Number(), diskGb: Type.Number() }),
  }),
  script: Type.Object({
    path: Type.String(),
    commit: Type.String(),
    language: Type.Enum(['python', 'sql']),
    text: Type.Optional(Type.String()),
  }),
  inputs: Type.Array(DatasetRef),
  outputs: Type.Array(DatasetRef),
  checks: Type.Array(Type.Object({ name: Type.String(), text: Type.String() })),
  ledger: Type.Array(Slice),
  /** What the next deadline hangs on, the product first; empty without one. */
  chain: Type.Array(ChainLink),
  mayRun: Type.Boolean(),
})
export type PipelineDetail = Static<typeof PipelineDetail>

export const Run = Type.Object({
  id: Type.String(),
  pipelineId: Type.String(),
  pipeline: Type.String(),
  state: RunState,
  cause: Type.String(),
  role: Type.String(),
  codeVersion: Type.Optional(Type.String()),
  queuedAt: Instant,
  startedAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  slices: Type.Array(Type.String()),
  error: Type.Optional(Type.String()),
})
export type Run = Static<typeof Run>
export const Runs = pageOf(Run)

export const RunDetail = Type.Object({
  ...Run.properties,
  stages: Type.Array(
    Type.Object({
      name: Type.String(),
      state: Type.Enum(['waiting', 'running', 'done', 'failed']),
      startedAt: Type.Optional(Instant),
      endedAt: Type.Optional(Instant),
    }),
  ),
  caps: Type.Array(
    Type.Object({
      name: Type.String(),
      used: Type.Optional(Type.Number()),
      cap: Type.Number(),
      unit: Type.String(),
    }),
  ),
  inputs: Type.Array(Type.Object({ dataset: DatasetRef, vintage: Type.Optional(Type.String()) })),
  outputs: Type.Array(
    Type.Object({ dataset: DatasetRef, addedRows: Type.Optional(Type.Integer()) }),
  ),
  mayCancel: Type.Boolean(),
})
export type RunDetail = Static<typeof RunDetail>

export const RunLog = Type.Object({
  lines: Type.Array(Type.Object({ stream: Type.Enum(['out', 'err']), text: Type.String() })),
  /** Hand it in as `after` for what comes next. */
  next: Type.String(),
  finished: Type.Boolean(),
})
export type RunLog = Static<typeof RunLog>

export const StartRun = Type.Object(
  { slices: Type.Optional(Type.Array(Type.String(), { maxItems: 10_000 })) },
  { additionalProperties: false },
)
export type StartRun = Static<typeof StartRun>

const TableName = Type.Object({
  account: AccountId,
  database: Type.String(),
  table: Type.String(),
})

/** The text of a script, at a commit of Git. */
export const NewVersion = Type.Object(
  {
    path: Type.String({ maxLength: 300 }),
    commit: Type.String({ maxLength: 64 }),
    text: Type.String({ maxLength: 1_000_000 }),
  },
  { additionalProperties: false },
)
export type NewVersion = Static<typeof NewVersion>

export const Pause = Type.Object({ paused: Type.Boolean() }, { additionalProperties: false })

/** New data of any or of all inputs, a schedule, or a person. */
const Trigger = Type.Enum(['new-data', 'all-new-data', 'clock', 'manual'])
/** Of the clock: times of day, on which weekdays (1 is Monday), and which days not. */
const Schedule = Type.Object(
  {
    times: Type.Array(Type.String({ maxLength: 5 }), { minItems: 1, maxItems: 96 }),
    zone: Type.String({ maxLength: 100 }),
    weekdays: Type.Optional(Type.Array(Type.Integer(), { maxItems: 7 })),
    exchange: Type.Optional(Type.String({ maxLength: 10 })),
    holidays: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10_000 })),
  },
  { additionalProperties: false },
)
/** Each a query for rows that are wrong; `{slice}` and `{last}` are filled. */
const Checks = Type.Array(Type.Object({ name: Type.String(), sql: Type.String() }))
const DeadlinePromise = Type.Object({
  time: Type.String(),
  zone: Type.String(),
  days: Type.Integer(),
  weekdays: Type.Optional(Type.Array(Type.Integer())),
  from: Type.Enum(['slice', 'arrival']),
})
const Targets = Type.Array(
  Type.Union([
    Type.Object({ kind: Type.Literal('webhook'), url: Type.String() }),
    Type.Object({ kind: Type.Literal('mail'), address: Type.String() }),
  ]),
)

export const NewPipeline = Type.Object(
  {
    name: Type.String({ maxLength: 63 }),
    role: Type.String({ maxLength: 2048 }),
    script: NewVersion,
    description: Type.String({ default: '', maxLength: 10_000 }),
    /** Who is asked when it is late. */
    owner: Type.String({ maxLength: 300 }),
    slicing: Type.Enum(['day', 'whole']),
    inputs: Type.Array(TableName, { maxItems: 100 }),
    output: TableName,
    trigger: Trigger,
    schedule: Type.Optional(Schedule),
    checks: Type.Optional(Checks),
    deadline: Type.Optional(DeadlinePromise),
    targets: Type.Optional(Targets),
    attemptsMax: Type.Integer({ default: 3 }),
    timeoutMinutes: Type.Integer({ default: 60 }),
    caps: Type.Object({ vcpu: Type.Number(), memoryGb: Type.Number(), diskGb: Type.Number() }),
    feature: Type.Optional(
      Type.Object({
        name: Type.String(),
        key: Type.Array(Type.String()),
        unit: Type.String(),
        refresh: Type.String(),
      }),
    ),
  },
  { additionalProperties: false },
)
export type NewPipeline = Static<typeof NewPipeline>

/** What is not named stays; null takes a schedule or a deadline away. */
export const PipelineUpdate = Type.Object(
  {
    description: Type.Optional(Type.String({ maxLength: 10_000 })),
    owner: Type.Optional(Type.String({ maxLength: 300 })),
    trigger: Type.Optional(Trigger),
    schedule: Type.Optional(Type.Union([Schedule, Type.Null()])),
    checks: Type.Optional(Checks),
    deadline: Type.Optional(Type.Union([DeadlinePromise, Type.Null()])),
    targets: Type.Optional(Targets),
    attemptsMax: Type.Optional(Type.Integer()),
    timeoutMinutes: Type.Optional(Type.Integer()),
    /** Only tells what would change. */
    dryRun: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type PipelineUpdate = Static<typeof PipelineUpdate>

export const PipelineChanges = Type.Object({
  changes: Type.Array(
    Type.Object({
      member: Type.String(),
      /** As JSON; absent: it has none. */
      before: Type.Optional(Type.String()),
      after: Type.Optional(Type.String()),
    }),
  ),
  /** Deadlines of slices still to be made that move, begin or end. */
  deadlines: Type.Integer(),
  /** Slices that fall due by it. */
  due: Type.Integer(),
})
export type PipelineChanges = Static<typeof PipelineChanges>
