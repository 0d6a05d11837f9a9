/**
 * Writes `docs/reference/`, one page a door, from the doors' own tables. `--write` writes; without
 * it, a stale page is a failure. Run by `npm run check`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { awsDoors } from './reference/aws-doors.ts'
import { awsPage } from './reference/aws-page.ts'
import { icebergPage, livyPage, portalPage, s3Page } from './reference/other-pages.ts'
import { releasesPage } from './reference/releases-page.ts'

const ROOT = join(import.meta.dirname, '..')
const FOLDER = join(ROOT, 'docs/reference')
const NOTE = '<!-- written by tools/reference.ts from the tables of the door; do not edit -->'

interface Page {
  folder: string
  title: string
  parts: string[]
}

async function pages(): Promise<Page[]> {
  const aws = awsDoors.map(async (door) => {
    const { folder, title } = door
    return { folder, title, parts: await awsPage(door) }
  })
  return [
    { folder: 's3', title: 'Amazon S3', parts: await s3Page() },
    ...(await Promise.all(aws)),
    { folder: 'iceberg-rest', title: 'Iceberg REST catalog', parts: await icebergPage() },
    { folder: 'livy', title: 'Livy', parts: await livyPage() },
    { folder: 'portal-api', title: 'Portal API', parts: await portalPage() },
  ]
}

/** What a door says of itself: what differs from the original. */
function differences(folder: string): string[] {
  const path = join(ROOT, 'server/src/doors', folder, 'README.md')
  return [
    readFileSync(path, 'utf8')
      .replace(/^# .*\n+/, '')
      .trim(),
  ]
}

function textOf({ folder, title, parts }: Page): string {
  return `${[NOTE, `# ${title}`, ...differences(folder), ...parts].join('\n\n')}\n`
}

function indexOf(all: readonly Page[]): string {
  const lines = all.map(({ folder, title }) => `- [${title}](${folder}.md)`)
  const lead = 'What each door serves, refuses and answers when something goes wrong.'
  const beside = 'Beside them: [which engine answers which release](releases.md).'
  return `${[NOTE, '# Reference', lead, lines.join('\n'), beside].join('\n\n')}\n`
}

const all = await pages()
const texts = new Map(all.map((page) => [`${page.folder}.md`, textOf(page)]))
texts.set('README.md', indexOf(all))
texts.set('releases.md', `${[NOTE, '# Releases', ...releasesPage()].join('\n\n')}\n`)
mkdirSync(FOLDER, { recursive: true })
for (const [file, text] of texts) {
  const path = join(FOLDER, file)
  if (process.argv.includes('--write')) writeFileSync(path, text)
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`docs/reference/${file} is stale: node tools/reference.ts --write`)
    process.exitCode = 1
  }
}
