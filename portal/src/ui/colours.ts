import { createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'

export type Language = 'python' | 'sql' | 'shellscript' | 'json'

export interface ColouredToken {
  at: number
  text: string
  style: Record<string, string>
}

const highlighter: Promise<HighlighterCore> = createHighlighterCore({
  engine: createJavaScriptRegexEngine(),
  themes: [
    import('shiki/themes/github-light-high-contrast.mjs'),
    import('shiki/themes/github-dark-high-contrast.mjs'),
  ],
  langs: [
    import('shiki/langs/python.mjs'),
    import('shiki/langs/sql.mjs'),
    import('shiki/langs/shellscript.mjs'),
    import('shiki/langs/json.mjs'),
  ],
})

/** Of comments in the light theme; on our code's ground it is too pale to be read by everybody. */
const PALE_COMMENT = '#66707b'

/** Tokens with both of their colours, as styles that the content policy lets through. */
export async function coloured(text: string, language: Language): Promise<ColouredToken[]> {
  const { tokens } = (await highlighter).codeToTokens(text, {
    lang: language,
    themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    defaultColor: false,
    cssVariablePrefix: '--on-',
    colorReplacements: { [PALE_COMMENT]: '#57606a' },
  })
  return tokens.flatMap((line, number) => [
    ...(number > 0 ? [{ at: (line[0]?.offset ?? 0) - 0.5, text: '\n', style: {} }] : []),
    ...line.map(({ offset, content, htmlStyle }) => ({
      at: offset,
      text: content,
      style: htmlStyle ?? {},
    })),
  ])
}
