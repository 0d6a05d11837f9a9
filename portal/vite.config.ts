import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const COMPRESSED = /\.(js|css|svg)$/
const BYTES_MIN = 1024

/** Puts a `.br` and a `.gz` beside each file: the server then compresses nothing. */
function precompress(): Plugin {
  let directory = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved({ root, build }) {
      directory = resolve(root, build.outDir)
    },
    async closeBundle() {
      const found = await readdir(directory, { recursive: true })
      for (const name of found.filter((one) => COMPRESSED.test(one))) {
        const content = await readFile(join(directory, name))
        if (content.length < BYTES_MIN) continue
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
        await writeFile(
          join(directory, `${name}.br`),
          await promisify(brotliCompress)(content, { params }),
        )
        await writeFile(join(directory, `${name}.gz`), await promisify(gzip)(content, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  base: '/app/',
  plugins: [react(), precompress()],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8470' } },
})
