import { setTimeout as sleep } from 'node:timers/promises'
import type { AdoptionDetail } from '@millrace/contract'
import { type Command, Option } from 'commander'
import { Failure } from '../failure.ts'
import { tableLines } from '../lines.ts'
import { asProfile, type Program } from '../nouns/add-noun.ts'
import { callOperation } from '../nouns/call.ts'
import { accountNamed } from '../nouns/noun.ts'

const ASK_EVERY_MS = 500
const ENDED: readonly AdoptionDetail['state'][] = ['done', 'proposed', 'failed', 'cancelled']

interface Options {
  profile: string
  account: string
  database: string
  table: string
  partitioned: 'auto' | 'no'
  type: Record<string, string>
  dryRun: boolean
  detach: boolean
}

/** `dataset adopt s3://bucket/prefix`: waits for the job and says what became of each file. */
export function addDatasetAdopt(dataset: Command, program: Program): void {
  dataset
    .command('adopt')
    .description('Make Parquet files a dataset where they lie, or add new ones to it')
    .argument('<location>', 's3://bucket/prefix')
    .addOption(asProfile())
    .requiredOption('--database <name>', 'where the table is, or is to be')
    .requiredOption('--table <name>', 'its name')
    .option('--account <id>', 'whose catalog: an id, own or lake', 'lake')
    .addOption(
      new Option('--partitioned <how>', 'auto: folders named key=value are columns')
        .choices(['auto', 'no'])
        .default('auto'),
    )
    .option('--type <column=type>', 'of a column that folders name; may be repeated', typeOf, {})
    .option('--dry-run', 'only say what would be made', false)
    .option('--detach', 'do not wait for it', false)
    .action(async (location: string, options: Options) => {
      const { id } = await begun(program, location, options)
      if (options.detach) return program.print({ id })
      const found = await ended(program, options.profile, id)
      if (found.error !== undefined) throw new Failure(found.error)
      program.printLines(found, linesOf(found))
    })
}

function typeOf(text: string, known: Record<string, string>): Record<string, string> {
  const [column, type] = text.split('=')
  if (!column || !type) throw new Failure(`"${text}" is no type of a column: write day=date`)
  return { ...known, [column]: type }
}

async function begun(program: Program, location: string, options: Options) {
  const { profile, database, table, partitioned, type, dryRun } = options
  const body = {
    ...{ location, database, table, types: type, dryRun },
    account: accountNamed(options.account, program.accountsOf(profile)),
    partitioning: partitioned === 'no' ? ('none' as const) : ('auto' as const),
  }
  return await callOperation(program.home(), profile, 'adoptDataset', body)
}

async function ended(program: Program, profile: string, id: string): Promise<AdoptionDetail> {
  for (let said = ''; ; ) {
    const found = await callOperation(program.home(), profile, 'getAdoption', { id })
    if (ENDED.includes(found.state)) return found
    const now = `${found.state}: ${found.filesRead} of ${found.filesFound} files`
    if (now !== said) console.error(now)
    said = now
    await sleep(ASK_EVERY_MS)
  }
}

function linesOf(found: AdoptionDetail): string[] {
  const { state, database, table, filesAdded, filesRead, rowsRead, columns, notes } = found
  const files = state === 'proposed' ? `${filesRead} files would be added` : `${filesAdded} added`
  const more = found.notesCount - notes.length
  return [
    `${state}: ${database}.${table}, ${files}, ${rowsRead} rows`,
    ...tableLines(columns.map(({ name, type, partition }) => [name, type, partition ? 'by' : ''])),
    ...notes.map((note) => `${note.state}: ${note.location}: ${note.reason}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ]
}
