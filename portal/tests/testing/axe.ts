import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

interface Violation {
  id: string
  nodes: { html: string }[]
}

/** What of a page as it is now keeps somebody from using it. */
export async function violations(page: Page): Promise<string[]> {
  const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
  await page.evaluate(await readFile(path, 'utf8'))
  const found = (await page.evaluate('axe.run()')) as { violations: Violation[] }
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
