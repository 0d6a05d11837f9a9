/**
 * Takes in one feed over and over, in a process of its own that a test may kill at any moment.
 * Arguments: a database's URL, the directory of objects, the sealing key and the feed.
 */
import { systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import { openDatabase } from '../../../foundation/sql.ts'
import { createIngestion } from '../index.ts'
import { joinIngestion } from './given-ingestion.ts'

const [url = '', objectsDirectory = '', key = '', feedId = ''] = process.argv.slice(2)
const log = createLog('silent')
const { sql } = openDatabase({ url, log })
const sealingKey = Buffer.from(key, 'hex')
const deps = await joinIngestion({ sql, log, clock: systemClock, objectsDirectory, sealingKey })
const ingestion = createIngestion(deps)

process.stdout.write('begins\n')
for (;;) {
  await ingestion.collectFeed(feedId)
  await ingestion.loadWaiting(feedId)
}
