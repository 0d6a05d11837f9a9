import { join, resolve } from 'node:path'
import type { Status } from '@millrace/contract'
import type { Home } from '../../cli/src/home.ts'
import type { Progress } from './demo.ts'

interface Facts {
  root: string
  home: Home
  governanceAccountId: string
  /** Undefined where the platform does not say. */
  status: Status | undefined
  demo: Progress | undefined
}

/** Where everything is, what was played, and what to paste next. */
export function endScreen(facts: Facts): string {
  const { home, status, demo, root } = facts
  const at = home.path === resolve(root, '.millrace') ? '' : `MILLRACE_HOME=${quoted(home.path)} `
  const command = `${at}${quoted(join(root, 'millrace'))}`
  const engine = status ? `${status.engine.state}: ${status.engine.detail}` : 'unknown'
  return [
    '',
    `Millrace is running at ${home.url}`,
    `  portal      ${home.url}/app/`,
    ...(demo ? [`  passwords   ${command} people`] : []),
    `  engine      ${engine} (${join(home.path, 'engine')})`,
    `  isolation   ${status?.isolation ?? 'unknown'}`,
    `  stop        Ctrl-C, or ${command} stop`,
    ...playedLines(demo, at),
    ...(demo?.state === 'done' ? nextLines(facts, command) : []),
    ...(demo ? [] : firstLines(facts, command)),
    '',
  ].join('\n')
}

function playedLines(demo: Progress | undefined, at: string): string[] {
  if (!demo) return []
  const lines = (demo.played ?? []).map(
    ({ name, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${name}`,
  )
  const failed = `the demo stopped at ${demo.detail}; go on by: ${at}npm start -- --retry-demo`
  return ['', 'Played:', ...lines, ...(demo.state === 'failed' ? [failed] : [])]
}

/** Of a platform that holds nothing yet. */
function firstLines({ root }: Facts, command: string): string[] {
  return [
    '',
    'Begin with an account and its administrator:',
    `  ${command} account create desk`,
    `  eval "$(${command} env desk-admin)"`,
    `  from there: ${join(root, 'docs/tutorials/governed-table.md')}`,
  ]
}

/** One line each for the AWS CLI, PyIceberg and DuckDB, as the data scientist of the demo. */
function nextLines({ home, governanceAccountId }: Facts, command: string): string[] {
  const as = `eval "$(${command} env quant)"`
  const python = quoted(join(home.path, 'engine/bin/python'))
  const aws = quoted(join(home.path, 'engine/bin/aws'))
  const catalog = 'from pyiceberg.catalog import load_catalog as lake'
  const flights = `lake('lake').load_table('mobility.flights')`
  const sql = `SELECT carrier, avg(arr_delay) FROM flights GROUP BY 1 ORDER BY 2`
  const wanted = `--catalog-id ${governanceAccountId} --database-name mobility`
  return [
    '',
    'Try next, as the data scientist:',
    `  (${as}; ${aws} glue get-tables ${wanted} --query 'TableList[].Name')`,
    `  (${as}; ${python} -c "${catalog}; print(${flights}.scan(limit=5).to_pandas())")`,
    `  (${as}; ${python} -c "${catalog}; ` +
      `print(${flights}.scan().to_duckdb('flights').sql('${sql}'))")`,
  ]
}

/** As a shell takes it, whatever the path holds. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
