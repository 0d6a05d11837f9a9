/**
 * Does an adoption, in a process of its own that a test may kill at any moment. Arguments: a
 * database's URL, the directory of objects and the id of the run. Says when it begins.
 */
import { systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import { openDatabase } from '../../../foundation/sql.ts'
import { runAdoption } from '../adoption/run.ts'
import { workingsOf } from '../workings.ts'
import { joinCatalog } from './given-catalog.ts'

const [url = '', objectsDirectory = '', id = ''] = process.argv.slice(2)
const log = createLog('silent')
const { sql } = openDatabase({ url, log })
const { deps } = await joinCatalog({ sql, log, clock: systemClock, objectsDirectory })
const workings = workingsOf(deps)

process.stdout.write('begins\n')
await runAdoption(workings, id)
setInterval(() => {}, 1000)
