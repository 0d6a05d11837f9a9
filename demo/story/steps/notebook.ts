import { sessionCredentials, startCluster } from '../cluster.ts'
import { loadTable } from '../iceberg.ts'
import { RESEARCH_ROLE } from '../names.ts'
import { executeNotebook } from '../notebook.ts'
import { awaitEngine } from '../python.ts'
import type { Step } from '../step.ts'
import { verify } from '../verify.ts'

export const notebooks: Step = {
  name: 'notebooks by sparkmagic and by the analytics extension, on a cluster of the catalogue',
  async play(stage) {
    await awaitEngine(stage)
    const cluster = await startCluster()
    await verifyForeign(cluster.id)
    stage.note('sparkmagic')
    const shown = await bySparkmagic('delays')
    verifyShown(shown, await rowsOfQuant())
    verify(/^refused AnalysisException$/m.test(shown), 'a query for tailnum refused')
    stage.note('%sm_analytics emr connect')
    const connected = await executeNotebook({
      ...{ profile: 'quant', name: 'connect', options: ['--proxy'] },
      variables: { CLUSTER_ID: cluster.id, EXECUTION_ROLE_ARN: RESEARCH_ROLE },
    })
    verifyShown(connected, await rowsOfQuant())
    verify(/hour 17 \d+\.\d+/.test(connected), `the delays of an hour: ${connected.slice(-500)}`)
  },
}

/** Executes a PySpark notebook of quant on the cluster. */
export async function bySparkmagic(name: string): Promise<string> {
  const { id, url } = await startCluster()
  const pair = await sessionCredentials('quant', id)
  const config = {
    kernel_python_credentials: { url, ...pair, auth: 'Basic_Access' },
    livy_session_startup_timeout_seconds: 150,
    // Its charts are widgets, for which a notebook without a browser waits in vain.
    use_auto_viz: false,
  }
  return await executeNotebook({ profile: 'quant', name, config })
}

async function rowsOfQuant(): Promise<number> {
  return (await loadTable('quant', 'mobility.flights')).rows ?? 0
}

/** What was granted is read by Spark, every row of it, and not the restricted column. */
function verifyShown(shown: string, rows: number): void {
  const columns = /^columns (.*)$/m.exec(shown)?.[1]?.split(' ') ?? []
  const told = shown.slice(-500)
  verify(new RegExp(`^rows ${rows}$`, 'm').test(shown), `${rows} rows counted by Spark: ${told}`)
  verify(columns.includes('arr_delay'), `the columns that are granted: ${told}`)
  verify(!columns.includes('tailnum'), 'no column tailnum in Spark')
}

/** The cluster is of its account alone. */
async function verifyForeign(id: string): Promise<void> {
  const answer = await sessionCredentials('outsider', id).then(
    () => 'credentials',
    (error: Error) => error.name,
  )
  verify(/Exception/.test(answer), `the outsider refused at the cluster, not given ${answer}`)
}
