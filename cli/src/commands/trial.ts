import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Report } from '@millrace/contract'
import { Argument, type Command, Option } from 'commander'
import { Failure } from '../failure.ts'
import type { Home } from '../home.ts'
import { asProfile, type Program } from '../nouns/add-noun.ts'
import { callOperation } from '../nouns/call.ts'

interface ReportOptions {
  profile: string
  refresh: boolean
  file?: string
}

const FORMATS = ['json', 'pdf'] as const
const ASK_EVERY_MS = 1000

/** `trial report`: more than one call of the API. */
export function addTrialReport(trial: Command, program: Program): void {
  trial
    .command('report')
    .description('The evaluation report: one metric a line')
    .argument('<id>')
    .addOption(asProfile())
    .option('--refresh', 'measure again first', false)
    .option('--file <path>', 'write it there, as HTML, JSON or PDF by the name')
    .action(async (id: string, { profile, refresh, file }: ReportOptions) => {
      const home = program.home()
      if (refresh) await measuredAgain(home, profile, id)
      if (file === undefined) {
        const report = await callOperation(home, profile, 'getReport', { id })
        return program.printLines(report, reportLines(report))
      }
      const format = FORMATS.find((one) => file.endsWith(`.${one}`)) ?? 'html'
      const { text = '', base64 } = await callOperation(home, profile, 'exportReport', {
        ...{ id, format },
      })
      writeFileSync(file, base64 === undefined ? text : Buffer.from(base64, 'base64'))
      program.print(file)
    })
}

const DATA = ['seal', 'delete', 'hand-over'] as const

interface DecideOptions {
  profile: string
  reason: string[]
  data?: (typeof DATA)[number]
  heir?: string
}

/** `trial decide` and `trial file`, which answer something to keep. */
export function addTrialEnd(trial: Command, program: Program): void {
  trial
    .command('decide')
    .description('Sign the decision; answers the memo, which does not change after this')
    .argument('<id>')
    .addArgument(new Argument('<decision>').choices(['buy', 'no-buy']))
    .addOption(asProfile())
    .requiredOption('--reason <text...>', 'why, a text for each reason')
    .addOption(new Option('--data <end>', 'what becomes of the workspace’s tables').choices(DATA))
    .option('--heir <arn>', 'who has them from then on, where they are handed over')
    .action(async (id: string, decision: 'buy' | 'no-buy', options: DecideOptions) => {
      const { profile, reason: reasons, data, heir } = options
      const home = program.home()
      const workspace = data && { data, ...(heir !== undefined && { heir }) }
      const body = { decision, reasons, ...(workspace && { workspace }) }
      await callOperation(home, profile, 'decideTrial', { id, ...body })
      program.print(await callOperation(home, profile, 'getMemo', { id }))
    })
  trial
    .command('file')
    .description('A file that was kept when the workspace ended')
    .argument('<id>')
    .argument('<path>', 'as `trial show` tells it')
    .addOption(asProfile())
    .requiredOption('--file <path>', 'write it there')
    .action(async (id: string, path: string, options: { profile: string; file: string }) => {
      const { profile, file } = options
      const asked = { id, path }
      const kept = await callOperation(program.home(), profile, 'getWorkspaceFile', asked)
      writeFileSync(file, Buffer.from(kept.base64 ?? '', 'base64'))
      program.print(file)
    })
}

/** Who leaves does not stop it. @throws Failure where it could not be measured */
async function measuredAgain(home: Home, profile: string, id: string): Promise<void> {
  await callOperation(home, profile, 'refreshReport', { id })
  for (let said = ''; ; ) {
    const { state, reason } = await callOperation(home, profile, 'getReportProgress', { id })
    if (state === 'none') return
    if (state === 'failed') throw new Failure(`the report of trial "${id}" failed: ${reason}`)
    if (state !== said) console.error(state)
    said = state
    await sleep(ASK_EVERY_MS)
  }
}

function reportLines({ sections }: Report): string[] {
  return sections.flatMap(({ metrics }) =>
    metrics.map(({ id, name, verdict, text, missing }) => {
      const said = verdict === 'not-computable' ? `not computable: ${missing}` : (text ?? '')
      return `${id.padEnd(4)} ${verdict.padEnd(15)} ${name.padEnd(22)} ${said}`
    }),
  )
}
