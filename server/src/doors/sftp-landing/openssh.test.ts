import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import ssh2 from 'ssh2'
import { type Agreed, type GivenLanding, givenLanding } from './testing/given-landing.ts'

const { generateKeyPairSync, parseKey } = ssh2.utils
const run = promisify(execFile)
const skip = existsSync('/usr/bin/sftp') ? false : 'there is no sftp on this host'

/** OpenSSH's own client, which knows the landing's key and takes no other. */
async function sftp(
  landing: GivenLanding,
  { agreed, key, commands }: { agreed: Agreed; key: string; commands: readonly string[] },
) {
  const { directory, port, hostKeyPath } = landing
  const parsed = parseKey(await readFile(hostKeyPath))
  if (parsed instanceof Error) throw parsed
  const shown = parsed.getPublicSSH().toString('base64')
  const hosts = join(directory, 'known_hosts')
  await writeFile(hosts, `[127.0.0.1]:${port} ${parsed.type} ${shown}\n`)
  const [batch, identity] = [join(directory, 'batch'), join(directory, 'identity')]
  await writeFile(batch, `${commands.join('\n')}\n`)
  await writeFile(identity, key, { mode: 0o600 })
  const options = [
    ...['BatchMode=yes', 'IdentitiesOnly=yes', 'IdentityAgent=none', 'StrictHostKeyChecking=yes'],
    ...[`UserKnownHostsFile=${hosts}`, `IdentityFile=${identity}`],
  ].flatMap((option) => ['-o', option])
  const place = ['-P', String(port), '-b', batch, `${agreed.id}@127.0.0.1`]
  return await run('/usr/bin/sftp', ['-F', 'none', ...options, ...place])
}

for (const kind of ['ed25519', 'rsa'] as const)
  test(`given an ${kind} key, when OpenSSH sends files, then they are there`, {
    skip,
  }, async () => {
    await using landing = await givenLanding()
    const own =
      kind === 'rsa' ? generateKeyPairSync('rsa', { bits: 2048 }) : generateKeyPairSync(kind)
    const agreed = await landing.agree([own.public])
    const local = join(landing.directory, 'local.csv')
    const bytes = randomBytes(3 << 20).toString('hex')
    await writeFile(local, bytes)

    const { stdout } = await sftp(landing, {
      ...{ agreed, key: own.private },
      commands: [
        'mkdir daily',
        'cd daily',
        `put -p ${local} counts.csv.filepart`,
        'rename counts.csv.filepart counts.csv',
        `put ${local} wrong.csv`,
        'rm wrong.csv',
        'chmod 600 counts.csv',
        'ls -l /daily',
        'pwd',
      ],
    })

    assert.match(stdout, /-rw-r----- .* 6291456 .*counts\.csv/)
    assert.match(stdout, /Remote working directory: \/daily/)
    assert.deepEqual(await landing.files(agreed), { 'daily/': '', 'daily/counts.csv': bytes })
    const reading = sftp(landing, { agreed, key: own.private, commands: ['get daily/counts.csv'] })
    await assert.rejects(reading, /files are put here, and not read|Permission denied/)
  })

test('given a key that is not theirs, when OpenSSH comes, then it is refused', {
  skip,
}, async () => {
  await using landing = await givenLanding()
  const [own, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
  const agreed = await landing.agree([own.public])
  const come = (key: string) => sftp(landing, { agreed, key, commands: ['pwd'] })

  await assert.rejects(come(other.private), /Permission denied/)
  await come(own.private)
  const { ingestion, owner } = landing
  await ingestion.renewKey(owner, { agreementId: agreed.id, sshKeys: [other.public] })
  await assert.rejects(come(own.private), /Permission denied/)
  await come(other.private)
  await ingestion.endAgreement(owner, { agreementId: agreed.id })

  await assert.rejects(come(other.private), /Permission denied/)
})
