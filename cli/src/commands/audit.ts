import type { Command } from 'commander'
import { verifyFiles } from '../audit-files.ts'
import { Failure } from '../failure.ts'
import { asProfile, type Program } from '../nouns/add-noun.ts'
import { callOperation } from '../nouns/call.ts'

/** `audit verify`: the chains of the platform, or files of an export, for which none is needed. */
export function addAuditVerify(audit: Command, program: Program): void {
  audit
    .command('verify')
    .description('Verify the chains, or the files of an export')
    .addOption(asProfile().makeOptionMandatory(false))
    .option('--file <paths...>', 'JSON lines of an export, zipped or not, in any order')
    .action(async ({ profile, file }: { profile?: string; file?: string[] }) => {
      if (file !== undefined) return program.print(await verifyFiles(file))
      if (profile === undefined) throw new Failure('--profile says who asks')
      program.print(await callOperation(program.home(), profile, 'verifyAudit', {}))
    })
}
