/**
 * From the portal’s button to an executed cell, as a person would:
 * `node browser.mjs PORTAL ACCOUNT USER PASSWORD PICTURE` prints what the cell shows, as JSON.
 */
import { chromium } from 'playwright-core'

const [portal, account, user, password, picture] = process.argv.slice(2)
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const PATIENCE_MS = 180_000
const CELL = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
context.setDefaultTimeout(PATIENCE_MS)
const page = await context.newPage()
await page.goto(`${portal}/app/sign-in`)
await page.getByLabel('Account').fill(account)
await page.getByLabel('User').fill(user)
await page.getByLabel('Password').fill(password)
await page.getByRole('button', { name: 'Sign in' }).click()
await page.getByRole('link', { name: 'Compute' }).first().click()
await page.getByRole('link', { name: 'Notebooks' }).click()

const opening = context.waitForEvent('page')
await page.getByRole('button', { name: 'Open JupyterLab' }).click()
const lab = await opening
const refused = []
lab.on('response', (answer) => answer.status() >= 400 && refused.push(answer.url()))
await lab.waitForURL(/\/lab/)
const cards = lab.locator('.jp-LauncherCard[data-category="Notebook"]')
await cards.first().click()
await lab.getByText('Python | Idle').waitFor()
await lab.locator('.jp-Notebook .jp-CodeCell .cm-content').first().click()
await lab.keyboard.type(CELL)
await lab.keyboard.press('Shift+Enter')
const output = lab.locator('.jp-OutputArea-output').first()
await output.waitFor()
const shown = await output.textContent()
await lab.screenshot({ path: picture })
await browser.close()
console.log(JSON.stringify({ url: lab.url(), shown, refused }))
