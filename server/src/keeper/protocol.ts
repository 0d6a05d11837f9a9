/** What the server and the keeper say to each other over Node's ipc channel. */

/** Where the programs are; the server tells it once the engine is provisioned. */
export interface EngineForBoxes {
  directory: string
  python: string
  notebookPython: string
  javaHome: string
  archive: string
  readable: readonly string[]
}

/** A box to open. Nothing in it is secret. */
export interface BoxOrder {
  /** Unique for all time; a box is used once. */
  box: string
  /** The name of the engine that it is started from. */
  engine: string
  /** Memory of the whole box: JVM, Python, and files in its `/tmp`. */
  memoryMib: number
  jvmMib: number
  cores: number
  temporaryMib: number
  /** Processes and threads; without it, as many as a driver may have. */
  processesMax?: number
  /** A long script rather than statements: the JVM compiles harder. */
  batch: boolean
  warm: boolean
  /** A notebook in place of a driver. */
  notebook?: NotebookPlace
  /** The head of a cluster in place of a driver: Spark’s master and its workers. */
  head?: boolean
  /** Directories that its Python finds packages in; a driver’s executors have them too. */
  layers?: readonly string[]
  /** What fetches packages in place of a driver. */
  resolver?: ResolverPlace
  /** Directory of the event log of a driver, which the keeper writes. */
  events?: string
  /** Spark’s history server in place of a driver. */
  history?: HistoryPlace
  /** An executor in place of a driver; only the keeper orders one, when a head asks for it. */
  executor?: ExecutorPlace
}

/** What a box is, for a server that has not ordered it. */
export interface BoxMade extends ExecutorSize {
  engine: string
  /** It can read packages of an account. */
  layered: boolean
  /** Something was sent to it, so that it may be somebody’s. */
  told: boolean
}

/** What a resolver is to fetch; it has the host’s network, and runs nothing of what it fetches. */
export interface ResolverPlace {
  /** Where it leaves them: its own while it lives, and nobody’s afterwards. */
  directory: string
  uv: string
  /** Of the engine that the packages are for. */
  python: string
  readable: readonly string[]
  wanted: readonly string[]
  /** `name==version` of what is there already, and stays as it is. */
  installed: readonly string[]
  /** Address of a simple index; uv’s own without it. */
  index?: string
}

/** What a history server shows, and where. */
export interface HistoryPlace {
  /** Directory of the event log of one driver. */
  events: string
  /** Path of the unix socket on which it answers; nothing inside the box leads to it. */
  socket: string
}

/** Whose network an executor is in, and what Spark calls it. */
export interface ExecutorPlace {
  driver: string
  executor: string
  host: string
}

/** What one executor is given. */
export interface ExecutorSize {
  cores: number
  /** Of the whole box. */
  memoryMib: number
  jvmMib: number
  temporaryMib: number
}

/** What a cluster’s head is told, each time all of it; `driver/cluster/java/` reads it. */
export type HeadOrder =
  | { op: 'machines'; machines: { id: string; cores: number; memoryMib: number }[] }
  | {
      op: 'applications'
      applications: { driver: string; executors: number; size: ExecutorSize }[]
    }

/** A worker of the cluster: `draining` takes no more work; `boxes` are its executors. */
export interface MachineState {
  id: string
  stage: 'joining' | 'up' | 'draining'
  boxes: string[]
}

/** What a head says beside what drivers say. */
export type HeadEvent =
  /** Without a size where the head has let the driver go meanwhile. */
  | ({ event: 'launch'; box: string; size: ExecutorSize | null } & ExecutorPlace)
  | { event: 'abandon'; box: string }
  | { event: 'decommission'; box: string }
  | { event: 'machines'; machines: MachineState[] }

/** What of the host a notebook’s box is joined to. */
export interface NotebookPlace {
  /** The person’s home, which outlives boxes; it is made, and theirs alone. */
  directory: string
  /** Path of the unix socket on which Jupyter answers; nothing inside the box leads to it. */
  socket: string
  /** The person’s own, the same for every box, so that their files stay theirs. */
  userNumber: number
}

/** What a notebook is told; `driver/notebook/main.py` reads it. */
export type NotebookOrder =
  | {
      op: 'serve'
      credentials: DriverCredentials
      /** PyIceberg’s name to warehouse. */
      catalogs: Readonly<Record<string, string>>
      /** Suffix of the platform’s own host names, and the roots that vouch for them. */
      domain: string
      authorityPem: string
      /** Texts by their path in the home, each written where nothing is yet. */
      files: Readonly<Record<string, string>>
    }
  | { op: 'refresh'; credentials: DriverCredentials }

/** What a driver is told; `driver/session/main.py` reads it. */
export type DriverOrder =
  | ClaimOrder
  | { op: 'renew'; token: string; credentials: DriverCredentials; catalogs: string[] }
  | { op: 'run'; id: number; code: string; kind: string }
  | {
      op: 'script'
      id: number
      location: string
      modules: readonly string[]
      arguments: readonly string[]
    }
  | { op: 'cancel'; id: number }
  | { op: 'complete'; id: number; code: string; cursor: number }

/** Makes a standby driver somebody’s. `catalogs`: Spark name to warehouse; the first is default. */
export interface ClaimOrder {
  op: 'claim'
  session: string
  /** Whose event log it is. */
  account: string
  token: string
  credentials: DriverCredentials
  catalogs: Readonly<Record<string, string>>
  conf: Readonly<Record<string, string>>
  /** It gets executors of its cluster, each of this size. */
  executors?: { cores: number; jvmMib: number }
}

export interface DriverCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  /** ISO 8601. */
  expiresAt: string
}

/** Livy's statement output. */
export interface StatementOutput {
  status: 'ok' | 'error'
  execution_count: number
  data?: Record<string, unknown>
  ename?: string
  evalue?: string
  traceback?: string[]
}

/** What a driver says. */
export type DriverEvent =
  | { event: 'stage'; stage: 'starting' | 'warming' }
  | { event: 'ready' }
  | { event: 'failed'; reason: string }
  | { event: 'claimed'; appId: string }
  /** Of a notebook: Jupyter answers. */
  | { event: 'serving' }
  | { event: 'started'; id: number }
  | { event: 'progress'; id: number; progress: number }
  | { event: 'finished'; id: number; output: StatementOutput }
  | { event: 'completed'; id: number; candidates: string[] }

/** What the keeper tells boxes of clusters by itself. */
export type ClusterOrder = { op: 'ended'; box: string; code: number } | { op: 'decommission' }

export type BoxMessage = DriverOrder | NotebookOrder | HeadOrder

export type BoxStage = 'opening' | 'starting' | 'warming' | 'ready' | 'claimed' | 'serving'

export type ServerMessage =
  | { op: 'hello' }
  | { op: 'engine'; name: string; engine: EngineForBoxes }
  | { op: 'open'; order: BoxOrder }
  | { op: 'send'; box: string; message: BoxMessage }
  | { op: 'acknowledge'; box: string; sequence: number }
  | { op: 'close'; box: string; reason: string }

export type Isolation = 'full' | 'trusted'

export type KeeperMessage =
  /** First answer to `hello`, before the boxes. */
  | { event: 'keeper'; isolation: Isolation; detail: string; boxes: string[] }
  /** Comes with the listening socket of the box's private network. */
  | { event: 'listener'; box: string }
  | { event: 'box'; box: string; stage: BoxStage; made: BoxMade }
  /** Comes again to each new server until acknowledged. */
  | { event: 'message'; box: string; sequence: number; message: DriverEvent }
  /** Of a head: how its machines are now; only news, which later ones replace. */
  | { event: 'machines'; box: string; machines: MachineState[] }
  | { event: 'log'; box: string; lines: readonly string[] }
  | { event: 'end'; box: string; reason: string; log: readonly string[] }
