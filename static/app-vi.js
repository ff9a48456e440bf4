export * from './app-vi-b0c520f5.js?again';
