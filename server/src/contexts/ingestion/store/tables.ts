import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Connection } from '../model/connection.ts'
import type { FeedDefinition } from '../model/feed.ts'
import type { Sample } from '../model/finding.ts'
import type {
  Agreement,
  Delivery,
  Feed,
  FeedVersion,
  Licence,
  Vendor,
  Vintage,
} from '../model/ledger.ts'

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'ingestion.vendors': Omit<Vendor, 'contacts'> & {
      contacts: JSONColumnType<Vendor['contacts'][number][]>
    }
    'ingestion.agreements': Omit<Agreement, 'connection' | 'licence'> & {
      connection: JSONColumnType<Connection & object>
      licence: JSONColumnType<Licence>
      secretSealed: Buffer | null
    }
    'ingestion.feeds': Omit<Feed, 'definition'> & { definition: JSONColumnType<FeedDefinition> }
    'ingestion.feedVersions': Omit<FeedVersion, 'definition'> & {
      definition: JSONColumnType<FeedDefinition>
    }
    'ingestion.deliveries': Delivery
    'ingestion.vintages': Omit<Vintage, 'id'> & { id: Generated<number> }
    'ingestion.files': {
      feedId: string
      path: string
      sizeBytes: number
      version: string
      sha256: string
      vintageId: number
      landedAt: Date
    }
    'ingestion.findings': {
      id: Generated<number>
      vintageId: number
      checkName: string
      breaking: boolean
      reason: string
      rowCount: number
      samples: ColumnType<Sample[], string, string>
    }
    'ingestion.sightings': { feedId: string; path: string; version: string; seenAt: Date }
  }
}
