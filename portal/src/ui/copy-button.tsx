import { useState } from 'react'
import { Icon } from './icon.tsx'

const SHOWN_MS = 1600

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SHOWN_MS)
  }
  return (
    <button type="button" className="button quiet small" onClick={() => void copy()}>
      <Icon name={copied ? 'check' : 'copy'} />
      <span className="unseen">{label}</span>
      <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
    </button>
  )
}
