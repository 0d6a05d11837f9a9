import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { asProfile, type Program } from '../nouns/add-noun.ts'
import { callOperation } from '../nouns/call.ts'

const LOG_EVERY_MS = 1000

/** `pipeline run ID [SLICES]`: what is due, or the named days. */
export function addPipelineRun(pipeline: Command, program: Program): void {
  pipeline
    .command('run')
    .description('Run now')
    .argument('<id>')
    .argument('[slices...]', 'days to make; what is due, without any')
    .addOption(asProfile())
    .action(async (id: string, slices: string[], { profile }: { profile: string }) => {
      const members = { id, ...(slices.length > 0 && { slices }) }
      program.print(await callOperation(program.home(), profile, 'startRun', members))
    })
}

/** `run logs ID`: what a run has printed; with `--follow` until it has ended. */
export function addRunLogs(run: Command, program: Program): void {
  run
    .command('logs')
    .description('What a run has printed')
    .argument('<id>')
    .addOption(asProfile())
    .option('--follow', 'go on until it has ended', false)
    .action(async (id: string, { profile, follow }: { profile: string; follow: boolean }) => {
      let after = '0'
      for (;;) {
        const members = { id, after }
        const page = await callOperation(program.home(), profile, 'getRunLog', members)
        for (const { text } of page.lines) console.log(text)
        if (!follow || page.finished) return
        after = page.next
        await sleep(LOG_EVERY_MS)
      }
    })
}
