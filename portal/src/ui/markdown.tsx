import { lazy, Suspense } from 'react'
import { Skeleton } from './states.tsx'

const ReactMarkdown = lazy(() => import('react-markdown'))

/** What people wrote; markup inside it stays text. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<Skeleton lines={3} />}>
      <div className="prose">
        <ReactMarkdown>{text}</ReactMarkdown>
      </div>
    </Suspense>
  )
}
