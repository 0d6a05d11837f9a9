import type { Trial } from './trial.ts'
import { type Workspace, workspaceRole } from './workspace.ts'

type Cell = ['markdown' | 'code', string]

/** What a workspace’s home begins with: the data is read by the first cell that has code. */
export function firstNotebooks(
  { charter }: Pick<Trial, 'charter'>,
  workspace: Pick<Workspace, 'accountId' | 'name'>,
): Record<string, string> {
  const { title, hypothesis } = charter
  const about: Cell = ['markdown', `# ${title}\n\n${hypothesis}`]
  return {
    'trial.ipynb': notebook('python3', [about, ...plainCells(charter, workspace)]),
    ...(charter.workspace?.cluster && {
      'trial-spark.ipynb': notebook('analytics', [about, ...sparkCells(charter, workspace)]),
    }),
  }
}

function plainCells(
  { dataset }: Trial['charter'],
  { accountId, name }: Pick<Workspace, 'accountId' | 'name'>,
): Cell[] {
  return [
    [
      'code',
      'from pyiceberg.catalog import load_catalog\n\n' +
        `data = load_catalog("lake", warehouse=${text(dataset.accountId)})\n` +
        `table = data.load_table((${text(dataset.database)}, ${text(dataset.table)}))\n` +
        'table.scan(limit=1000).to_pandas()',
    ],
    ['markdown', `What you make goes into \`${name}\`, and is sealed when the trial ends:`],
    [
      'code',
      `own = load_catalog("own", warehouse=${text(accountId)})\n` +
        '# rows = table.scan().to_arrow()\n' +
        `# own.create_table((${text(name)}, "first"), schema=rows.schema).append(rows)\n` +
        `own.list_tables(${text(name)})`,
    ],
  ]
}

function sparkCells(
  { dataset: { accountId, database, table } }: Trial['charter'],
  workspace: Pick<Workspace, 'accountId' | 'name'>,
): Cell[] {
  const catalog = accountId === workspace.accountId ? 'own' : 'lake'
  const arn = workspaceRole(workspace)
  const connect =
    '%sm_analytics emr connect --cluster-id {cluster} --auth-type Basic_Access ' +
    `--emr-execution-role-arn ${arn} --language python`
  return [
    ['markdown', 'Start the cluster on the trial’s page first; it ends by itself when idle.'],
    [
      'code',
      'import boto3\n\n' +
        'states = ["WAITING", "RUNNING"]\n' +
        'found = boto3.client("emr").list_clusters(ClusterStates=states)["Clusters"]\n' +
        `mine = [one for one in found if one["Name"].startswith(${text(workspace.name)})]\n` +
        'cluster = mine[0]["Id"]\n' +
        'cluster',
    ],
    ['code', '%load_ext sagemaker_studio_analytics_extension.magics'],
    ['code', connect],
    ['code', `%%spark\nspark.table(${text(`${catalog}.${database}.${table}`)}).show()`],
  ]
}

/** A string of Python’s: JSON’s are among them. */
function text(value: string): string {
  return JSON.stringify(value)
}

// @see nbformat 4.5
function notebook(kernel: string, cells: readonly Cell[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: kernel, display_name: kernel, language: 'python' } },
    cells: cells.map(([kind, source], index) => ({
      ...{ cell_type: kind, id: `cell-${index}`, metadata: {}, source },
      ...(kind === 'code' && { execution_count: null, outputs: [] }),
    })),
  })
}
