import { type Static, type TProperties, Type } from 'typebox'
import { Push } from './pushing.ts'
import { AccountId, Day, Instant } from './values.ts'

const Name = Type.String({ minLength: 1, maxLength: 255 })
const Text = Type.String({ maxLength: 2000 })
const Host = Type.String({ minLength: 1, maxLength: 253 })
const Port = Type.Integer({ minimum: 1, maximum: 65_535 })
const Count = Type.Integer({ minimum: 0 })

function closed<Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false })
}

const Sftp = closed({
  method: Type.Literal('sftp'),
  host: Host,
  port: Port,
  user: Name,
  /** As `ssh-keygen -l` writes it. */
  hostKeySha256: Type.String({ maxLength: 100 }),
})
const Ftp = closed({
  method: Type.Literal('ftp'),
  host: Host,
  port: Port,
  user: Name,
  tls: Type.Optional(Type.Boolean()),
})
const Https = closed({
  method: Type.Literal('https'),
  url: Type.String({ maxLength: 2048 }),
  user: Type.Optional(Name),
  /** Client credentials: the secret of the client is the agreement’s. */
  oauth: Type.Optional(
    closed({
      tokenUrl: Type.String({ maxLength: 2048 }),
      clientId: Name,
      scope: Type.Optional(Type.String({ maxLength: 1000 })),
    }),
  ),
  authorityPem: Type.Optional(Type.String({ maxLength: 20_000 })),
  paths: Type.Optional(Type.Array(Type.String({ maxLength: 1024 }), { maxItems: 1000 })),
})
const S3 = closed({
  method: Type.Literal('s3'),
  bucket: Name,
  endpoint: Type.Optional(Type.String({ maxLength: 2048 })),
  region: Name,
  accessKeyId: Type.Optional(Type.String({ maxLength: 128 })),
  /** The vendor’s, which the key assumes; `endpoint` is that of STS. */
  role: Type.Optional(
    closed({
      arn: Type.String({ maxLength: 2048 }),
      externalId: Type.String({ maxLength: 1224 }),
      endpoint: Type.Optional(Type.String({ maxLength: 2048 })),
    }),
  ),
})

/** While it is tried, the server's key may be unknown still. */
const SftpTried = closed({
  ...Sftp.properties,
  hostKeySha256: Type.Optional(Type.String({ maxLength: 100 })),
})
export const TriedConnection = Type.Union([SftpTried, Ftp, Https, S3])
export type TriedConnection = Static<typeof TriedConnection>

export const ConnectionSecret = closed({
  password: Type.Optional(Type.String({ maxLength: 4096 })),
  privateKeyPem: Type.Optional(Type.String({ maxLength: 20_000 })),
  /** Armored, and public ones of who signs. */
  pgpPrivateKey: Type.Optional(Type.String({ maxLength: 50_000 })),
  pgpPassphrase: Type.Optional(Type.String({ maxLength: 1000 })),
  pgpSigners: Type.Optional(Type.String({ maxLength: 200_000 })),
})

const vendorFacts = {
  contacts: Type.Optional(
    Type.Array(closed({ name: Name, address: Type.String({ maxLength: 320 }) }), { maxItems: 50 }),
  ),
  nextStep: Type.Optional(Text),
}

/** Who looks after it. */
const Owner = Type.String({ pattern: '^arn:aws:iam::\\d{12}:(user|role)/.{1,512}$' })

export const NewVendor = closed({ name: Name, ...vendorFacts, owner: Type.Optional(Owner) })
export type NewVendor = Static<typeof NewVendor>

/** What is not named stays. */
export const ChangedVendor = closed({
  ...vendorFacts,
  /** Null: nobody any more. */
  owner: Type.Optional(Type.Union([Owner, Type.Null()])),
  /** Given up, or taken up again. */
  closed: Type.Optional(Type.Boolean()),
})

export const NewAgreement = closed({
  connection: Type.Union([Sftp, Ftp, Https, S3, Push]),
  /** Sealed, and never answered again. */
  secret: Type.Optional(ConnectionSecret),
  licence: Type.Optional(
    closed({
      users: Type.Optional(Text),
      purposes: Type.Optional(Text),
      retention: Type.Optional(Text),
      cost: Type.Optional(Text),
    }),
  ),
  endsAt: Type.Optional(Instant),
})
export type NewAgreement = Static<typeof NewAgreement>

/** Now, where no instant is told. */
export const EndAgreement = closed({ at: Type.Optional(Instant) })
export type EndAgreement = Static<typeof EndAgreement>

const Completeness = Type.Union([
  closed({ rule: Type.Literal('ready-file'), suffix: Name }),
  closed({ rule: Type.Literal('manifest'), name: Name }),
  closed({ rule: Type.Literal('stable-size'), seconds: Count }),
  /** `TRAILER|{rows}` */
  closed({
    rule: Type.Literal('trailer'),
    line: Type.String({ minLength: 6, maxLength: 200 }),
    seconds: Count,
  }),
])
const XmlPath = Type.String({ minLength: 1, maxLength: 2000 })
const Format = Type.Union([
  closed({ kind: Type.Enum(['csv', 'parquet', 'json-lines', 'avro']) }),
  closed({
    kind: Type.Literal('json'),
    /** The way to the array of rows inside the document. */
    rows: Type.Optional(Type.Array(Name, { maxItems: 20 })),
  }),
  closed({
    kind: Type.Literal('fixed-width'),
    /** In characters, from 1. */
    places: Type.Array(
      closed({
        name: Name,
        start: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        width: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      }),
      { minItems: 1, maxItems: 10_000 },
    ),
  }),
  closed({
    kind: Type.Literal('xlsx'),
    /** May be left out where the workbook has one alone. */
    sheet: Type.Optional(Type.String({ minLength: 1, maxLength: 31 })),
    /** Of the names of columns; the first, where it is left out. */
    headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_048_576 })),
    /** What was last computed is taken; otherwise a row with a formula is kept apart. */
    formulas: Type.Optional(Type.Literal('results')),
  }),
  closed({
    kind: Type.Literal('xml'),
    /** From the document’s element to those that are rows: `prices/price`. */
    rows: XmlPath,
    /** The prefixes of paths; an empty one is of names without a prefix. */
    namespaces: Type.Optional(
      Type.Record(Type.String({ maxLength: 100 }), Type.String({ minLength: 1, maxLength: 1000 })),
    ),
    /** From a row to a column’s value: `@id`, `quote/last`, `../@day`; else a child of its name. */
    paths: Type.Optional(Type.Array(closed({ name: Name, path: XmlPath }), { maxItems: 10_000 })),
  }),
])
const Dialect = closed({
  delimiter: Type.String({ minLength: 1, maxLength: 1 }),
  quote: Type.String({ maxLength: 1 }),
  escape: Type.String({ maxLength: 1 }),
  nulls: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 20 }),
  encoding: Type.Enum([
    'utf-8',
    'latin-1',
    'utf-16le',
    'utf-16be',
    'windows-1250',
    'windows-1251',
    'windows-1252',
    'iso-8859-2',
    'iso-8859-15',
    'shift_jis',
    'euc-jp',
    'gb18030',
    'big5',
    'euc-kr',
  ]),
})
const Column = closed({
  name: Name,
  type: Type.Enum([
    'boolean',
    'int',
    'long',
    'double',
    'date',
    'timestamp',
    'timestamptz',
    'string',
  ]),
  comment: Type.Optional(Text),
  required: Type.Optional(Type.Boolean()),
  min: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
  oneOf: Type.Optional(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 10_000 })),
})
const Region = Type.String({ pattern: '^[A-Z]{2}(-[A-Z0-9]{1,5}){0,2}$' })
const FeedCalendar = closed({
  every: Type.Enum(['day', 'weekday', 'month', 'once']),
  first: Day,
  last: Type.Optional(Day),
  /** Only days on which it opens, by its code of ISO 10383. */
  exchange: Type.Optional(
    Type.Enum([
      ...(['XNYS', 'XNAS', 'XTSE', 'XLON', 'XPAR', 'XAMS', 'XBRU'] as const),
      ...(['XETR', 'XFRA', 'XSWX'] as const),
    ]),
  ),
  /** Days, and regions with their public holidays: `US`, `US-NY`. */
  holidays: Type.Optional(
    Type.Union([Region, Type.Array(Type.Union([Day, Region]), { maxItems: 10_000 })]),
  ),
  /** Time of day, in `zone`. */
  at: Type.String({ maxLength: 5 }),
  daysAfter: Count,
  zone: Name,
  graceMinutes: Count,
  /** Its clock is set from outside and marked as simulated wherever it is shown. */
  played: Type.Boolean(),
})

const RowBand = closed({
  /** All that no other band names, where it is left out. */
  days: Type.Optional(
    Type.Array(
      Type.Enum([
        ...(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const),
        ...(['sunday', 'day-off'] as const),
      ]),
      { minItems: 1, maxItems: 8 },
    ),
  ),
  min: Type.Optional(Count),
  max: Type.Optional(Count),
})

export const FeedDefinition = closed({
  source: closed({ directory: Type.String({ maxLength: 1024 }), pattern: Name }),
  complete: Type.Optional(Completeness),
  decode: Type.Optional(
    Type.Array(Type.Enum(['gz', 'zip', 'zstd', 'bz2', 'pgp']), { maxItems: 5 }),
  ),
  /** CSV where it is left out. */
  format: Type.Optional(Format),
  dialect: Type.Optional(Dialect),
  columns: Type.Array(Column, { minItems: 1, maxItems: 10_000 }),
  key: Type.Optional(Type.Array(Name, { maxItems: 100 })),
  event: Type.Optional(closed({ column: Name, zone: Name, withinSlice: Type.Boolean() })),
  rejectedRowsMax: Type.Optional(Count),
  volumeDeviationMax: Type.Optional(Type.Number({ minimum: 0 })),
  /** How many rows days may have; of others that is learned from the last ones. */
  rowBands: Type.Optional(Type.Array(RowBand, { maxItems: 20 })),
  emptyAllowed: Type.Optional(Type.Boolean()),
  calendar: Type.Optional(FeedCalendar),
  pollSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
  target: closed({ accountId: AccountId, database: Name, table: Name }),
  /** Who has to act when a delivery is overdue, and where people are told. */
  owner: Type.Optional(Name),
  targets: Type.Optional(
    Type.Array(
      Type.Union([
        closed({ kind: Type.Literal('webhook'), url: Type.String({ maxLength: 2048 }) }),
        closed({ kind: Type.Literal('mail'), address: Type.String({ maxLength: 320 }) }),
      ]),
      { maxItems: 20 },
    ),
  ),
  /** ARNs of other accounts’ principals: they read the ledger, and their no-buy pauses the feed. */
  evaluators: Type.Optional(Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 50 })),
})
export type FeedDefinition = Static<typeof FeedDefinition>

export const NewFeed = closed({
  agreementId: Type.String({ maxLength: 100 }),
  name: Name,
  definition: FeedDefinition,
  /** What the feed works as. */
  roleArn: Type.String({ maxLength: 2048 }),
})
export type NewFeed = Static<typeof NewFeed>

export const PlayCalendar = closed({ playedAt: Instant })
export type PlayCalendar = Static<typeof PlayCalendar>
