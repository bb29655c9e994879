// npm run build:panel, and before npm start: builds the admin panel unless it is built already.
import { buildPanel, isPanelBuilt } from './build-panel.ts';

if (!(await isPanelBuilt())) await buildPanel();
