/**
 * Begins a job and never ends it, until it is killed. Arguments: a database's URL and the job's
 * name. Says when it has begun.
 */
import { startJobs } from '../foundation/jobs.ts'
import { createLog } from '../foundation/log.ts'
import { openDatabase } from '../foundation/sql.ts'

const [url = '', name = ''] = process.argv.slice(2)
const log = createLog('silent')
const { pool } = openDatabase({ url, log })
const begin = async () => {
  process.stdout.write('begun\n')
  await new Promise(() => {})
}

await startJobs({ pool, log, handlers: { [name]: begin } })
