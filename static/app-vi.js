export * from './app-vi-5f4f1329.js?again';
