import type { PlotData } from '@millrace/contract'
import { useEffect, useRef } from 'react'

/** A picture of points. Its numbers are in the page's text or table too: it is never alone. */
export function Chart({ plot, label }: { plot: PlotData; label: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const parent = box.current
    if (!parent) return
    let gone = false
    void import('./drawing.ts').then(({ draw }) => {
      if (!gone) parent.replaceChildren(draw(plot, parent.clientWidth))
    })
    return () => {
      gone = true
    }
  }, [plot])
  return <div ref={box} className="plot" role="img" aria-label={label} style={{ minHeight: 180 }} />
}
