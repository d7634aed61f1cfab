import type { BatchEvent } from '../batch/types.js';
import type { Log } from './log.js';
import { shownPath } from './paths.js';
import { type Progress, progressText } from './progress.js';
import { bytes, counted } from './quantities.js';

/** Tells each event of a batch job to the log and to the progress line. */
export function tellEvent(event: BatchEvent, log: Log, progress: Progress | undefined): void {
  switch (event.type) {
    case 'batch_started':
      log.info(
        `${event.resumed ? 'going on with' : 'starting'} ${event.batchId}: ` +
          `${counted(event.files, 'file')}, ${bytes(event.bytes)}`,
      );
      progress?.phase('');
      return;
    case 'progress':
      progress?.update(event);
      log.debug(progressText(event).trimStart());
      return;
    case 'file_started':
      log.debug(
        `${event.resumedAt > 0 ? `going on at byte ${event.resumedAt} of` : 'reading'} ${event.path}`,
      );
      return;
    case 'checkpoint':
      log.debug(`checkpoint of ${event.path} at byte ${event.inputOffset}, ${counted(event.rows, 'row')}`);
      return;
    case 'file_completed': {
      const { file } = event;
      const rejects = file.rejects > 0 ? `, ${counted(file.rejects, 'reject')} in ${file.rejectsFile}` : '';
      log.detail(`done ${file.path}: ${counted(file.rows, 'row')}${rejects}, into ${file.output}`);
      return;
    }
    case 'file_skipped':
      log.detail(`skipped ${event.file.path}: ${event.file.skippedBecause ?? 'done before'}`);
      return;
    case 'file_failed':
      log.error(`${shownPath(event.path)}: ${event.code}: ${event.message}`);
      return;
    case 'warning':
      log.warn(event.message);
      return;
    case 'batch_finished':
      log.detail(`finished ${event.batchId}: ${event.report.status}`);
      return;
  }
}
