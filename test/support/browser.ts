// The real browser of the tests, and what a page must never do in it.

import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Close it in afterAll. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM_PATH'] ?? '', ...CHROMIUM].find((path) => existsSync(path))
  if (executablePath === undefined) {
    throw new Error('no Chromium: install the package chromium (as .ci/run does) or set CHROMIUM_PATH')
  }
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
  ]
  return chromium.launch({ executablePath, args: [...args, '--disable-sync', '--no-first-run'] })
}

/** What goes wrong on a page from now on: errors, warnings, and requests to any other place. */
export function complaints(page: Page, origin: string): string[] {
  const wrong: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) wrong.push(`asked for ${request.url()}`)
  })
  return wrong
}

/** By how many pixels the page is wider than the screen: what sticks out of it, not what scrolls inside a table or a listing. */
export const overflowOf = (page: Page): Promise<number> =>
  page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth)
