import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Language } from './colours.ts'
import { CopyButton } from './copy-button.tsx'

/** Code with a button that copies it whole; coloured once the colours are there. */
export function Code({
  text,
  language,
  title,
}: {
  text: string
  language: Language
  title: string
}) {
  const { data } = useQuery({
    queryKey: ['colours', language, text],
    queryFn: async () => (await import('./colours.ts')).coloured(text, language),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <div className="code">
      <div className="code-bar">
        <span className="small soft">{title}</span>
        <CopyButton text={text} label={`Copy: ${title}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus. */}
      <pre tabIndex={0}>
        <code>
          {data
            ? data.map((token) => (
                <span key={token.at} className="light-dark-token" style={token.style}>
                  {token.text}
                </span>
              ))
            : text}
        </code>
      </pre>
    </div>
  )
}

export interface Snippet {
  name: string
  language: Language
  text: string
  note?: string
}

/** The same thing in several tools; the choice is remembered for the next page. */
export function Snippets({ snippets }: { snippets: readonly Snippet[] }) {
  const [chosen, setChosen] = useState(() => localStorage.getItem('millrace-tool') ?? '')
  const shown = snippets.find(({ name }) => name === chosen) ?? snippets[0]
  if (!shown) return null
  return (
    <div className="stack">
      <fieldset className="row bare" aria-label="Tool">
        {snippets.map(({ name }) => (
          <button
            key={name}
            type="button"
            className={name === shown.name ? 'button small primary' : 'button small'}
            aria-pressed={name === shown.name}
            onClick={() => {
              localStorage.setItem('millrace-tool', name)
              setChosen(name)
            }}
          >
            {name}
          </button>
        ))}
      </fieldset>
      <Code text={shown.text} language={shown.language} title={shown.name} />
      {shown.note && <p className="small soft">{shown.note}</p>}
    </div>
  )
}
