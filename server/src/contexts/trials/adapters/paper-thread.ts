import { parentPort, workerData } from 'node:worker_threads'
import { reportPdf } from './report-pdf.ts'

parentPort?.postMessage(await reportPdf(workerData))
