/**
 * Writes objects without end, and says each key on standard output when it is acknowledged:
 * `node crash-writer.ts DATABASE_URL OBJECTS_DIRECTORY`. Tests kill it.
 */
import { systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import { openDatabase } from '../../../foundation/sql.ts'
import { createStorage } from '../index.ts'
import { bodyOf } from './crash-body.ts'

const WRITERS = 4

const [url = '', objectsDirectory = '', run = ''] = process.argv.slice(2)
const log = createLog('silent')
const { sql } = openDatabase({ url, log })
const nobody = {
  identity: {
    demand: async () => {},
    allows: async () => true,
    accounts: async () => [],
    principalSince: async () => new Date(0),
  },
  governance: {
    keysEnded: () => false,
    registeredLocation: () => undefined,
    recordUse: async () => {},
  },
}
const storage = createStorage({ sql, log, objectsDirectory, clock: systemClock, ...nobody })
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))

async function write(writer: number): Promise<never> {
  for (let number = 0; ; number += 1) {
    // Half of them overwrite: a key must hold one of its bodies, whole, at any time.
    const key = number % 2 === 0 ? `${run}/${writer}/${number}` : `shared/${writer}`
    await storage.write(`s3://lake/${key}`, bodyOf(key, number))
    process.stdout.write(`${key} ${number}\n`)
  }
}
